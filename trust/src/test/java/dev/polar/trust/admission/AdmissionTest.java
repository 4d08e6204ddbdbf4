package dev.polar.trust.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocations;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One world in which everything holds, and for each rule one world in which exactly that rule does not. */
class AdmissionTest {
    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final PublicKey KEY = SigningKey.generate().publicKey();
    private static final Digest CONTENT = Digest.of(new byte[] {1});
    private static final Duration GRACE = Duration.ofHours(72);
    private static final Grant ASKED = Grant.parse(List.of("net.connect(api.example:443)"));

    private static final Duration DAY = Duration.ofHours(24);
    private static final Facts DEVELOPED = facts(Level.DEV, Format.OSGI, ASKED);

    private static final Facts FACTS = facts(Level.VERIFIED, Format.OSGI, ASKED);
    private static final TrustState TRUST = trust(Revocations.NONE);

    /** The world in which this rule refuses, and with what. */
    record Broken(Facts facts, TrustState trust, Code code) {}

    static Broken broken(Rule rule) {
        return switch (rule) {
            case DEVELOPMENT_APART -> new Broken(facts(Level.DEV, Format.SKILL, ASKED), TRUST, Code.DEV_INSTALLATION);
            case DEVELOPMENT_LASTS -> new Broken(DEVELOPED, development(NOW.minus(DAY)), Code.DEV_EXPIRED);
            case PUBLISHER_ENROLLED ->
                new Broken(
                        FACTS,
                        new TrustState(
                                Map.of("acme", publisher(SigningKey.generate().publicKey(), "acme")),
                                Revocations.NONE,
                                Map.of(),
                                Map.of(),
                                approvals(FACTS),
                                Optional.empty(),
                                Freshness.UNBOUNDED),
                        Code.PUBLISHER_UNKNOWN);
            case NAMESPACE_OWNED ->
                new Broken(
                        FACTS,
                        new TrustState(
                                Map.of("acme", publisher(KEY, "other")),
                                Revocations.NONE,
                                Map.of(),
                                Map.of(),
                                approvals(FACTS),
                                Optional.empty(),
                                Freshness.UNBOUNDED),
                        Code.NAMESPACE_FORBIDDEN);
            case KEY_NOT_REVOKED -> new Broken(FACTS, revoked(Kind.KEY, KEY.id().hex()), Code.KEY_REVOKED);
            case PUBLISHER_NOT_REVOKED -> new Broken(FACTS, revoked(Kind.PUBLISHER, "acme"), Code.PUBLISHER_REVOKED);
            case PLUGIN_NOT_REVOKED -> new Broken(FACTS, revoked(Kind.PLUGIN, "acme.weather"), Code.PLUGIN_REVOKED);
            case VERSION_NOT_REVOKED ->
                new Broken(FACTS, revoked(Kind.VERSION, "acme.weather@1.4.0"), Code.PLUGIN_REVOKED);
            case DIGEST_NOT_REVOKED -> new Broken(FACTS, revoked(Kind.DIGEST, CONTENT.toString()), Code.PLUGIN_REVOKED);
            case EPOCH_REACHED ->
                new Broken(
                        FACTS,
                        with(Map.of(new PluginId("acme.weather"), 8), Map.of(), Optional.empty(), Freshness.UNBOUNDED),
                        Code.ROLLBACK_EPOCH);
            case VERSION_NOT_REUSED ->
                new Broken(
                        FACTS,
                        with(
                                Map.of(),
                                Map.of("acme.weather@1.4.0", Digest.of(new byte[] {2})),
                                Optional.empty(),
                                Freshness.UNBOUNDED),
                        Code.VERSION_REUSED);
            case LEVEL_PERMITS ->
                new Broken(
                        facts(Level.COMMUNITY, Format.SKILL, Grant.parse(List.of("exec.run(git)"))),
                        TRUST,
                        Code.PERMISSION_DENIED);
            case CONFINABLE ->
                new Broken(
                        facts(Level.COMMUNITY, Format.MCP, ASKED),
                        with(Map.of(), Map.of(), Optional.of("bubblewrap is not installed"), Freshness.UNBOUNDED),
                        Code.ISOLATION_UNAVAILABLE);
            case LISTS_CURRENT, TRUST_FRESH ->
                new Broken(
                        FACTS,
                        with(Map.of(), Map.of(), Optional.empty(), new Freshness(NOW.minus(GRACE), GRACE)),
                        Code.TRUST_STALE);
        };
    }

    @ParameterizedTest
    @EnumSource
    void where_one_rule_fails_every_moment_it_applies_to_refuses_with_its_code(Rule rule) {
        var world = broken(rule);
        for (var moment : Moment.values()) {
            if (rule.applies(moment)) {
                var verdict = Admission.decide(moment, world.facts(), world.trust(), NOW);
                assertEquals(
                        world.code(),
                        assertInstanceOf(Verdict.Refused.class, verdict, rule + " at " + moment)
                                .why()
                                .code());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_that_rule_the_same_world_is_not_refused(Rule rule) {
        var world = broken(rule);
        var rest = EnumSet.complementOf(EnumSet.of(rule));
        var moment =
                Arrays.stream(Moment.values()).filter(rule::applies).findFirst().orElseThrow();
        var verdict = Admission.decide(rest, moment, world.facts(), world.trust(), NOW);
        assertEquals(false, verdict instanceof Verdict.Refused, () -> rule + " is not the only one: " + verdict);
    }

    @ParameterizedTest
    @EnumSource
    void where_everything_holds_the_plugin_is_admitted_with_what_was_approved(Moment moment) {
        var admitted = assertInstanceOf(Verdict.Admitted.class, Admission.decide(moment, FACTS, TRUST, NOW));
        assertEquals(new Verdict.Admitted(Level.VERIFIED, Placement.HOST, ASKED, Instant.MAX), admitted);
    }

    @Test
    void without_an_approval_of_this_content_it_is_held_with_what_is_asked_for() {
        var trust = new TrustState(
                TRUST.publishers(),
                Revocations.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Freshness.UNBOUNDED);
        var held = assertInstanceOf(Verdict.Held.class, Admission.decide(Moment.LOAD, FACTS, trust, NOW));
        assertEquals(ASKED.permissions(), held.delta().added());
    }

    @Test
    void what_was_not_approved_is_not_granted() {
        var wider = facts(
                Level.VERIFIED,
                Format.OSGI,
                Grant.parse(List.of("net.connect(api.example:443)", "net.connect(evil.example:443)")));
        var admitted = assertInstanceOf(Verdict.Admitted.class, Admission.decide(Moment.CALL, wider, TRUST, NOW));
        assertEquals(ASKED, admitted.grant());
    }

    @ParameterizedTest
    @EnumSource(names = {"OSGI", "PF4J", "MCP"})
    void what_has_to_be_confined_is_not_started_where_nothing_can_be(Format format) {
        var nowhere = with(Map.of(), Map.of(), Optional.of("bubblewrap is not installed"), Freshness.UNBOUNDED);
        var facts = facts(Level.COMMUNITY, format, ASKED);
        var refused = assertInstanceOf(Verdict.Refused.class, Admission.decide(Moment.ENABLE, facts, nowhere, NOW));
        assertEquals(Code.ISOLATION_UNAVAILABLE, refused.why().code());
        assertInstanceOf(Verdict.Held.class, Admission.decide(Moment.INSTALL, facts, nowhere, NOW));
    }

    @ParameterizedTest
    @CsvSource({"HOST, HOST, true", "HOST, CONFINED, false", "CONFINED, HOST, false", "CONFINED, CONFINED, true"})
    void code_runs_where_an_operator_consented_to_and_nowhere_else(Placement consented, Placement runs, boolean in) {
        var trust = TRUST.approving(new Approval(CONTENT, ASKED, consented, "anna", NOW));
        var verdict = Admission.decide(Moment.LOAD, FACTS.placed(runs), trust, NOW);
        assertEquals(in, verdict instanceof Verdict.Admitted);
        assertEquals(!in, verdict instanceof Verdict.Held);
    }

    @Test
    void a_revocation_that_is_not_yet_effective_does_not_refuse() {
        var later = new Revocation("r1", Kind.PLUGIN, "acme.weather", Revocation.Mode.HARD, "why", NOW.plusSeconds(1));
        var verdict = Admission.decide(Moment.CALL, FACTS, trust(new Revocations(1, List.of(later))), NOW);
        assertInstanceOf(Verdict.Admitted.class, verdict);
    }

    @ParameterizedTest
    @EnumSource
    void when_lists_run_out_nothing_new_comes_in_and_what_runs_has_the_grace_of_its_level(Level level) {
        var facts = facts(level, Format.SKILL, Grant.NONE);
        var expires = NOW.minusSeconds(1);
        var trust = new TrustState(
                Map.of("acme", publisher(KEY, "acme")),
                Revocations.NONE,
                Map.of(),
                Map.of(),
                approvals(FACTS),
                Optional.empty(),
                new Freshness(expires, GRACE),
                level == Level.DEV);
        for (var moment : Moment.values()) {
            var strict = moment == Moment.INSTALL || moment == Moment.ENABLE;
            var stops = strict || level == Level.COMMUNITY || level == Level.REMOTE;
            assertEquals(stops, stale(moment, facts, trust, NOW), moment + " " + level);
            assertEquals(false, stale(moment, facts, trust, expires.minusSeconds(1)));
            // In development the day ends before the grace does, and is what is told.
            boolean ended = level == Level.DEV && moment != Moment.INSTALL;
            assertEquals(!ended, stale(moment, facts, trust, expires.plus(GRACE)), moment + " " + level);
        }
        assertEquals(Instant.MAX, Freshness.UNBOUNDED.until(level));
        assertEquals(Instant.MAX, new Freshness(Instant.MAX, GRACE).until(level));
        assertEquals(expires, new Freshness(expires, Duration.ZERO).until(level));
    }

    @ParameterizedTest
    @EnumSource
    void no_level_is_in_development_and_outside_of_it(Level level) {
        var facts = facts(level, Format.SKILL, Grant.NONE);
        for (var moment : Moment.values()) {
            assertEquals(level == Level.DEV, apart(Admission.decide(moment, facts, TRUST, NOW)), moment + " outside");
            assertEquals(
                    level != Level.DEV && level != Level.REMOTE,
                    apart(Admission.decide(moment, facts, development(NOW), NOW)),
                    moment + " inside");
        }
    }

    @Test
    void what_was_let_in_for_development_is_confined_and_lasts_for_24_hours() {
        var last = NOW.plus(DAY).minusNanos(1);
        var trust = development(NOW);
        var admitted = assertInstanceOf(Verdict.Admitted.class, Admission.decide(Moment.CALL, DEVELOPED, trust, last));
        assertEquals(new Verdict.Admitted(Level.DEV, Placement.CONFINED, ASKED, NOW.plus(DAY)), admitted);
        assertEquals(Placement.CONFINED, DEVELOPED.placed(Placement.HOST).placement());
        for (var moment : Moment.values()) {
            var then = Admission.decide(moment, DEVELOPED, trust, NOW.plus(DAY));
            assertEquals(moment != Moment.INSTALL, then instanceof Verdict.Refused, moment + ": " + then);
        }
    }

    @Test
    void in_development_one_version_may_have_many_contents() {
        var other = Map.of("acme.weather@1.4.0", Digest.of(new byte[] {2}));
        var trust = new TrustState(
                Map.of("acme", developer()),
                Revocations.NONE,
                Map.of(),
                other,
                approvals(DEVELOPED),
                Optional.empty(),
                Freshness.UNBOUNDED,
                true);
        assertInstanceOf(Verdict.Admitted.class, Admission.decide(Moment.ENABLE, DEVELOPED, trust, NOW));
    }

    private static boolean apart(Verdict verdict) {
        return verdict instanceof Verdict.Refused(var why) && why.code() == Code.DEV_INSTALLATION;
    }

    private static TrustState development(Instant letIn) {
        var approval = new Approval(CONTENT, ASKED, DEVELOPED.placement(), "anna", letIn);
        return new TrustState(
                Map.of("acme", developer()),
                Revocations.NONE,
                Map.of(),
                Map.of(),
                Map.of(CONTENT, approval),
                Optional.empty(),
                Freshness.UNBOUNDED,
                true);
    }

    private static Publisher developer() {
        return new Publisher("acme", List.of(KEY), 1, Set.of(), Level.DEV);
    }

    private static boolean stale(Moment moment, Facts facts, TrustState trust, Instant now) {
        return Admission.decide(moment, facts, trust, now) instanceof Verdict.Refused(var why)
                && why.code() == Code.TRUST_STALE;
    }

    private static Facts facts(Level level, Format format, Grant asked) {
        return new Facts(
                new PluginId("acme.weather"),
                Version.parse("1.4.0"),
                7,
                CONTENT,
                Set.of(CONTENT),
                "acme",
                Set.of(KEY.id()),
                level,
                Provenance.PUBLISHED,
                format,
                asked);
    }

    private static Publisher publisher(PublicKey key, String namespace) {
        return new Publisher("acme", List.of(key), 1, Set.of(namespace), Level.VERIFIED);
    }

    private static Map<Digest, Approval> approvals(Facts facts) {
        return Map.of(CONTENT, new Approval(CONTENT, ASKED, facts.placement(), "anna", NOW));
    }

    private static TrustState revoked(Kind kind, String value) {
        return trust(new Revocations(1, List.of(new Revocation("r1", kind, value, Revocation.Mode.HARD, "why", NOW))));
    }

    private static TrustState trust(Revocations revocations) {
        return new TrustState(
                Map.of("acme", publisher(KEY, "acme")),
                revocations,
                Map.of(),
                Map.of(),
                approvals(FACTS),
                Optional.empty(),
                Freshness.UNBOUNDED);
    }

    private static TrustState with(
            Map<PluginId, Integer> floors,
            Map<String, Digest> releases,
            Optional<String> confinement,
            Freshness fresh) {
        return new TrustState(
                Map.of("acme", publisher(KEY, "acme")),
                Revocations.NONE,
                floors,
                releases,
                approvals(FACTS),
                confinement,
                fresh);
    }
}

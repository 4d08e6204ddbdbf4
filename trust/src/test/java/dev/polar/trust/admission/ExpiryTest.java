package dev.polar.trust.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.revocation.Revocations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Permissions of high risk end 90 days after the consent, whatever the clock does and however late anybody looks. */
class ExpiryTest {
    private static final Instant CONSENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = CONSENT.plus(Duration.ofDays(90));
    private static final SigningKey KEY = SigningKey.generate();
    private static final Digest CONTENT = Digest.of(new byte[] {1});
    private static final List<String> HIGH = List.of(
            "exec.run(git)",
            "secret.read(token)",
            "secret.env(token)",
            "net.connect(*:443)",
            "net.connect(*.example:443)",
            "exec.run(sh) limit 1/day");
    private static final List<String> LOW = List.of(
            "net.connect(a.example:443)", "storage.read($DATA)", "secret.use(token)", "env.read(LANG) limit 5/minute");

    @Provide
    Arbitrary<Grant> grants() {
        return Arbitraries.of(HIGH)
                .set()
                .ofMaxSize(4)
                .flatMap(high -> Arbitraries.of(LOW).set().ofMaxSize(4).map(low -> {
                    low.addAll(high);
                    return Grant.parse(low);
                }));
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs().between(-100, 300 * 24).map(hours -> CONSENT.plus(Duration.ofHours(hours)));
    }

    @Property
    void nothing_of_high_risk_is_admitted_once_90_days_are_over(
            @ForAll("grants") Grant approved, @ForAll("times") Instant now) {
        var granted = admitted(approved, now).grant();
        if (now.isBefore(END)) {
            assertTrue(granted.covers(approved));
        } else {
            assertFalse(granted.highRisk());
            assertTrue(granted.covers(approved.lowRisk()), "and everything else stays");
        }
    }

    @Property
    void a_verdict_that_is_still_fresh_grants_what_admission_would_grant_now(
            @ForAll("grants") Grant approved, @ForAll("times") Instant judged, @ForAll("times") Instant used) {
        var verdict = admitted(approved, judged);
        if (!used.isBefore(judged) && used.isBefore(verdict.freshUntil())) {
            assertEquals(admitted(approved, used).grant(), verdict.grant());
        }
    }

    @Property
    void judging_again_is_enough_to_be_fresh(@ForAll("grants") Grant approved, @ForAll("times") Instant now) {
        assertTrue(now.isBefore(admitted(approved, now).freshUntil()));
    }

    @Test
    void the_last_moment_counts_and_the_next_does_not() {
        var approved = Grant.parse(List.of("exec.run(git)"));
        assertEquals(approved, admitted(approved, END.minusNanos(1)).grant());
        assertEquals(END, admitted(approved, END.minusNanos(1)).freshUntil());
        assertEquals(Grant.NONE, admitted(approved, END).grant());
        assertEquals(Instant.MAX, admitted(approved, END).freshUntil());
    }

    private static Verdict.Admitted admitted(Grant approved, Instant now) {
        var facts = new Facts(
                new PluginId("acme.weather"),
                Version.parse("1.0.0"),
                1,
                CONTENT,
                Set.of(CONTENT),
                "acme",
                Set.of(KEY.publicKey().id()),
                Level.VERIFIED,
                Provenance.PUBLISHED,
                Format.OSGI,
                approved);
        var publisher = new Publisher("acme", List.of(KEY.publicKey()), 1, Set.of("acme"), Level.VERIFIED);
        var trust = new TrustState(
                Map.of("acme", publisher),
                Revocations.NONE,
                Map.of(),
                Map.of(),
                Map.of(CONTENT, new Approval(CONTENT, approved, Placement.HOST, "anna", CONSENT)),
                Optional.empty(),
                Freshness.UNBOUNDED);
        return assertInstanceOf(Verdict.Admitted.class, Admission.decide(Moment.CALL, facts, trust, now));
    }
}

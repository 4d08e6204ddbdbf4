package dev.polar.trust.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an entry reaches, who may make it and whom it spares. */
class RevocationsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Digest CONTENT = Digest.of(new byte[] {1});
    private static final KeyId KEY = new KeyId("0f".repeat(32));

    @ParameterizedTest
    @CsvSource({
        "1.0.0,          true",
        "1.9.9,          true",
        "2.0.0,          false",
        "0.9.0,          false",
        "1.5.0-beta.1,   true",
        "2.0.0-rc.1,     true",
        "1.0.0-rc.1,     false"
    })
    void a_range_takes_back_every_version_between_its_bounds_and_pre_releases_too(String version, boolean named) {
        var entry = entry(Kind.VERSION, "acme.weather@[1.0.0,2.0.0)");
        assertEquals(named, names(entry, facts(version, Level.VERIFIED)));
    }

    @ParameterizedTest
    @CsvSource({
        "publisher acme,  true",
        "publisher beta,  false",
        "namespace acme,  true",
        "namespace beta,  false",
        "everything,      true"
    })
    void a_list_reaches_what_it_was_granted_whatever_its_entries_name(String granted, boolean reached) {
        var scope = switch (granted) {
            case "publisher acme" -> new Scope.Publisher("acme");
            case "publisher beta" -> new Scope.Publisher("beta");
            case "namespace acme" -> new Scope.Namespaces(Set.of("acme"));
            case "namespace beta" -> new Scope.Namespaces(Set.of("beta"));
            default -> new Scope.Everything();
        };
        for (var entry : everyKind()) {
            var all = new Revocations(1, List.of(), List.of(new Imported("list", scope, List.of(entry))), Map.of());
            var facts = facts("1.4.0", Level.COMMUNITY);
            assertEquals(
                    reached,
                    all.naming(facts, entry.kind(), NOW).isPresent()
                            || all.tools(facts, NOW).containsKey("forecast"),
                    entry::toString);
        }
    }

    @Test
    void core_is_never_taken_back_from_outside_and_can_be_by_its_operators() {
        var core = facts("1.4.0", Level.CORE);
        for (var entry : everyKind()) {
            var outside = new Revocations(
                    1, List.of(), List.of(new Imported("list", new Scope.Everything(), List.of(entry))), Map.of());
            assertEquals(Optional.empty(), outside.naming(core, entry.kind(), NOW));
            assertEquals(Map.of(), outside.tools(core, NOW));
            var own = new Revocations(1, List.of(entry));
            assertEquals(
                    entry.kind() != Kind.TOOL,
                    own.naming(core, entry.kind(), NOW).isPresent());
        }
    }

    @Test
    void a_tool_is_taken_back_alone() {
        var all = new Revocations(1, List.of(entry(Kind.TOOL, "acme.weather/forecast"), entry(Kind.TOOL, "acme.x/y")));
        var facts = facts("1.4.0", Level.VERIFIED);
        assertEquals(Set.of("forecast"), all.tools(facts, NOW).keySet());
        assertEquals(Map.of(), all.tools(facts, NOW.minusSeconds(1)));
        assertEquals(Optional.empty(), all.naming(facts, Kind.TOOL, NOW));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_was_recorded_before_the_compromise_is_spared_and_nothing_else(Kind kind) {
        var since = NOW.minusSeconds(100);
        var plain = everyKind().stream()
                .filter(entry -> entry.kind() == kind)
                .findFirst()
                .orElseThrow();
        var entry = new Revocation("1", kind, plain.value(), Mode.HARD, "why", NOW, Optional.of(since));
        assertEquals(true, named(entry, Map.of()));
        assertEquals(true, named(entry, Map.of(CONTENT, since)));
        assertEquals(true, named(entry, Map.of(Digest.of(new byte[] {2}), since.minusSeconds(1))));
        assertEquals(false, named(entry, Map.of(CONTENT, since.minusSeconds(1))));
    }

    private static boolean named(Revocation entry, Map<Digest, Instant> recorded) {
        var all = new Revocations(1, List.of(entry)).knowing(recorded);
        var facts = facts("1.4.0", Level.VERIFIED);
        return all.naming(facts, entry.kind(), NOW).isPresent()
                || !all.tools(facts, NOW).isEmpty();
    }

    private static boolean names(Revocation entry, Facts facts) {
        return new Revocations(1, List.of(entry))
                .naming(facts, entry.kind(), NOW)
                .isPresent();
    }

    private static List<Revocation> everyKind() {
        return List.of(
                entry(Kind.KEY, KEY.hex()),
                entry(Kind.PUBLISHER, "acme"),
                entry(Kind.PLUGIN, "acme.weather"),
                entry(Kind.VERSION, "acme.weather@1.4.0"),
                entry(Kind.DIGEST, CONTENT.toString()),
                entry(Kind.TOOL, "acme.weather/forecast"));
    }

    private static Revocation entry(Kind kind, String value) {
        return new Revocation("1", kind, value, Mode.HARD, "why", NOW);
    }

    private static Facts facts(String version, Level level) {
        return new Facts(
                new PluginId("acme.weather"),
                Version.parse(version),
                7,
                CONTENT,
                Set.of(CONTENT),
                "acme",
                Set.of(KEY),
                level,
                Provenance.PUBLISHED,
                Format.SKILL,
                Grant.NONE);
    }
}

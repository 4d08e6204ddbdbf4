package dev.polar.trust.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    /** One plugin that stands on another. */
    static final String TEXT = """
            {
              "lock": 1,
              "plugins": [
                {
                  "name": "acme.geo",
                  "version": "2.0.0",
                  "state": "enabled",
                  "content": "sha256:%1$s",
                  "file": "sha256:%2$s",
                  "publisher": "acme",
                  "signers": [
                    "%1$s",
                    "%2$s"
                  ],
                  "level": "community",
                  "provenance": "published",
                  "permissions": "sha256:%1$s",
                  "requires": []
                },
                {
                  "name": "acme.weather",
                  "version": "1.4.0",
                  "state": "disabled",
                  "content": "sha256:%2$s",
                  "file": "sha256:%1$s",
                  "publisher": "acme",
                  "signers": [],
                  "level": "verified",
                  "provenance": "packed",
                  "permissions": "sha256:%2$s",
                  "requires": [
                    "acme.geo"
                  ],
                  "source": "packages/weather-1.4.0.polar"
                }
              ]
            }
            """.formatted(A, B);

    private static Lock read(String text) {
        return Lock.parse("polar.lock", text.getBytes(UTF_8));
    }

    @Test
    void the_form_that_is_written_is_the_form_that_people_read() {
        assertEquals(TEXT, new String(read(TEXT).toBytes(), UTF_8));
    }

    @Test
    void white_space_and_line_ends_are_the_editors_business() {
        assertEquals(read(TEXT), read(TEXT.replace("\n", "\r\n").replace("  ", "\t")));
    }

    @Test
    void where_a_package_lies_does_not_change_what_is_locked() {
        assertEquals(
                read(TEXT).digest(),
                read(TEXT.replace("packages/", "elsewhere/")).digest());
        assertNotEquals(
                read(TEXT).digest(), read(TEXT.replace("disabled", "enabled")).digest());
    }

    @Test
    void what_is_required_comes_first_whatever_its_name() {
        var lock = read(TEXT.replace("acme.geo", "acme.zoo")
                .replaceAll("(?s)(    \\{\n      \"name\": \"acme.zoo.*?\n    }),\n(.*?\n    })\n", "$2,\n$1\n"));
        assertEquals(
                List.of("acme.weather", "acme.zoo"),
                lock.plugins().stream().map(plugin -> plugin.name().name()).toList());
        assertEquals(
                List.of("acme.zoo", "acme.weather"),
                lock.inOrder().stream().map(plugin -> plugin.name().name()).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "lock": 1           | "lock": 2                | 2  | 11 | format      | polar lock
            "lock": 1,          | "lock": 1                | 3  | 3  | json        | Correct the file
            "plugins"           | "pluggins"               | 3  | 3  | unknown-key | Did you mean 'plugins'?
            "version": "2.0.0"  | "verison": "2.0.0"       | 6  | 7  | unknown-key | Did you mean 'version'?
            "version": "2.0.0"  | "version": 2             | 6  | 18 | type        | ``
            "version": "2.0.0"  | "version": "2.0"         | 6  | 18 | version     | ``
            "acme.geo",         | "acme-geo",              | 5  | 15 | form        | ``
            "enabled"           | "enable"                 | 7  | 16 | word        | Did you mean 'enabled'?
            "state": "enabled", | ``                       | 4  | 5  | required    | Add it.
            "enabled"           | "disabled",\\n"state": "enabled" | 8 | 1 | json    | Correct the file
            "content": "sha256: | "content": "sha512:      | 8  | 18 | form        | ``
            "community"         | "comunity"               | 15 | 16 | word        | Did you mean 'community'?
            acme.weather        | acme.aaa                 | 21 | 15 | order       | Sort the plugins
            acme.weather        | acme.geo                 | 21 | 15 | duplicate   | Remove one
            [\\n        "acme.geo"| [\\n        "acme.gee"   | 32 | 9  | requires    | Did you mean 'acme.geo'?
            "packages/          | "/srv/                   | 34 | 17 | source      | --from DIR
            "packages/          | "http://x/               | 34 | 17 | source      | --from DIR
            "packed"            | "pact"                   | 29 | 21 | word        | Did you mean 'packed'?
            "signers": [],      | "signers": {},           | 27 | 18 | type        | ``
            "level": "verified",| "level": "verified", "level": "core", | 28 | 28 | json | Correct the file
            """)
    void what_is_wrong_is_named_with_its_place_and_what_was_meant(
            String there, String instead, int line, int column, String rule, String hint) {
        var text = TEXT.replace(there.replace("\\n", "\n"), instead.replace("\\n", "\n"));
        assertNotEquals(TEXT, text);
        var why = assertThrows(Refusal.class, () -> read(text));
        assertEquals(Code.LOCK_INVALID, why.code());
        assertTrue(why.getMessage().startsWith("polar.lock, line " + line + ", column " + column), why::getMessage);
        assertEquals(rule, why.details().getOrDefault("rule", ""), why::getMessage);
        assertTrue(why.hint().contains(hint), why::hint);
    }

    @Test
    void what_runs_does_not_stand_on_what_does_not() {
        var text = TEXT.replace("disabled", "x").replace("enabled", "disabled").replace("\"x\"", "\"enabled\"");
        var why = assertThrows(Refusal.class, () -> read(text));
        assertTrue(why.getMessage().startsWith("polar.lock, line 32, column 9"), why::getMessage);
        assertTrue(why.getMessage().contains("'acme.geo' is disabled in this lock"), why::getMessage);
    }

    @Test
    void a_hostile_file_gets_no_hold_on_the_terminal() {
        var why = assertThrows(Refusal.class, () -> read(TEXT.replace("disabled", "\\u001b[2Jx" + "y".repeat(500))));
        assertTrue(why.getMessage().length() < 300 && why.getMessage().indexOf('\u001b') < 0, why::getMessage);
    }

    private static final List<PluginId> NAMES =
            List.of(new PluginId("a.a"), new PluginId("a.b"), new PluginId("b.a"), new PluginId("b.c"));

    private static Arbitrary<Digest> digests() {
        return Arbitraries.integers().map(i -> Digest.of(new byte[] {i.byteValue()}));
    }

    private static Arbitrary<LockedPlugin> plugin(PluginId name) {
        var signers = digests().map(digest -> new KeyId(digest.hex())).set().ofMaxSize(3);
        var sources = Arbitraries.of("a.polar", "../x/ä b.polar", "https://packages.example/a.polar")
                .optional();
        return Combinators.combine(
                        digests(),
                        digests(),
                        signers,
                        Arbitraries.of(Level.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(NAMES).set().ofMaxSize(2),
                        sources)
                .as((content, file, keys, level, enabled, requires, source) -> new LockedPlugin(
                        name,
                        Version.parse("1.2.3-rc.1"),
                        content,
                        file,
                        "acme",
                        new TreeSet<>(keys),
                        level,
                        Provenance.IMPORTED,
                        content,
                        enabled,
                        without(requires, name),
                        source));
    }

    private static SortedSet<PluginId> without(Iterable<PluginId> all, PluginId one) {
        var rest = new TreeSet<PluginId>();
        all.forEach(rest::add);
        rest.remove(one);
        return rest;
    }

    @Provide
    Arbitrary<Lock> locks() {
        // One state for all: what runs requires what runs.
        return Combinators.combine(NAMES.stream().map(LockTest::plugin).toList())
                .as(plugins -> new Lock(plugins.stream()
                        .map(plugin -> plugin.meant(plugins.getFirst().enabled()))
                        .toList()));
    }

    @Property(tries = 200)
    void writing_and_reading_give_the_same(@ForAll("locks") Lock lock) {
        var bytes = lock.toBytes();
        assertEquals(lock, Lock.parse("polar.lock", bytes));
        assertArrayEquals(bytes, Lock.parse("polar.lock", bytes).toBytes());
    }

    @Property(tries = 200)
    void in_order_every_plugin_stands_once_and_behind_what_it_requires_where_that_is_possible(
            @ForAll("locks") Lock lock) {
        var ordered = lock.inOrder();
        assertEquals(lock, new Lock(ordered));
        var acyclic = new Lock(lock.plugins().stream()
                .map(plugin -> new LockedPlugin(
                        plugin.name(),
                        plugin.version(),
                        plugin.content(),
                        plugin.file(),
                        plugin.publisher(),
                        plugin.signers(),
                        plugin.level(),
                        plugin.provenance(),
                        plugin.permissions(),
                        plugin.enabled(),
                        plugin.requires().tailSet(plugin.name()),
                        Optional.empty()))
                .toList());
        var sequence = acyclic.inOrder();
        for (var plugin : sequence) {
            for (var required : plugin.requires()) {
                assertTrue(sequence.indexOf(acyclic.find(required).orElseThrow()) < sequence.indexOf(plugin));
            }
        }
    }

    @Property(tries = 100)
    void a_lock_does_not_drift_from_itself_and_an_empty_host_lacks_everything(@ForAll("locks") Lock lock) {
        assertEquals(List.of(), Drift.between(lock, lock));
        assertTrue(Drift.between(lock, new Lock(List.of())).stream()
                .allMatch(drift -> drift.kind() == Drift.Kind.MISSING));
        assertTrue(
                Drift.between(new Lock(List.of()), lock).stream().allMatch(drift -> drift.kind() == Drift.Kind.EXTRA));
        assertEquals(
                lock.plugins().size(), Drift.between(new Lock(List.of()), lock).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "file": "sha256:b  | "file": "sha256:c  | -
            packages/          | elsewhere/         | -
            "disabled"         | "enabled"          | acme.weather 1.4.0 is locked as disabled and is enabled
            "1.4.0"            | "1.4.1"            | acme.weather 1.4.0 is trusted otherwise: {version=[1.4.0, 1.4.1]}
            "verified"         | "community"        | acme.weather 1.4.0 is trusted otherwise: {level=[verified, community]}
            "packed"           | "imported"         | acme.weather 1.4.0 is trusted otherwise: {provenance=[packed, imported]}
            """)
    void a_host_differs_in_what_counts(String locked, String found, String told) {
        var drifts = Drift.between(read(TEXT), read(TEXT.replace(locked, found)));
        assertEquals(
                told.equals("-") ? List.of() : List.of(told),
                drifts.stream().map(Drift::toString).toList());
    }

    @Test
    void another_content_weighs_more_than_another_state() {
        var host = read(TEXT.replace("\"content\": \"sha256:b", "\"content\": \"sha256:c")
                .replace("disabled", "enabled")
                .replace("1.4.0\"", "1.3.0\""));
        assertEquals(
                List.of("acme.weather 1.4.0 is locked, 1.3.0 is installed"),
                Drift.between(read(TEXT), host).stream().map(Drift::toString).toList());
    }

    @Test
    void what_each_installation_signs_itself_is_signed_by_others_elsewhere() {
        var own = TEXT.replace("\"verified\"", "\"local\"");
        assertEquals(
                List.of(),
                Drift.between(read(own), read(own.replace("\"signers\": []", "\"signers\": [\"" + A + "\"]"))));
        assertEquals(
                1,
                Drift.between(read(TEXT), read(TEXT.replace("\"signers\": []", "\"signers\": [\"" + A + "\"]")))
                        .size());
    }
}

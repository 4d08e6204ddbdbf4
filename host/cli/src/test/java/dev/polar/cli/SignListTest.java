package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.revocation.SignedList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The publisher's side of a revocation list. */
class SignListTest {
    private static final String LEAK = """
            { "id": "r-1", "kind": "version", "value": "acme.notes@[1.0.0,1.4.2)", "mode": "hard",
              "reason": "leaks keys", "effectiveAt": "2026-11-20T00:00:00Z" }""";
    private static final String TOOL = """
            { "id": "r-2", "kind": "tool", "value": "acme.notes/find", "mode": "soft",
              "reason": "answers wrongly", "effectiveAt": "2026-11-21T00:00:00Z" }""";

    @TempDir
    Path home;

    private Path key;
    private Path out;

    @BeforeEach
    void a_key() {
        key = key("acme");
        out = home.resolve("revocations.json");
    }

    private Path key(String name) {
        var file = home.resolve(name + ".pem");
        assertEquals(0, polar("key", "new", file, "--no-passphrase").exit());
        return file;
    }

    private PublicKey half(String name) {
        return new KeyFile(home.resolve(name + ".pub.pem")).publicKey();
    }

    private Run polar(Object... args) {
        return new Run.At(home).polar(args);
    }

    private Path entries(String... entries) throws IOException {
        return Files.writeString(
                home.resolve("entries.json"), "{ \"entries\": [\n" + String.join(",\n", entries) + "\n] }");
    }

    private Run sign(Path entries, Object... more) {
        var first = new Object[] {"revocations", "sign", entries, "--key", key, "--out", out};
        var all = new java.util.ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return polar(all.toArray());
    }

    private SignedList published() throws IOException {
        return SignedList.open(Files.readAllBytes(out), List.of(half("acme")), 1);
    }

    @Test
    void a_publisher_takes_a_release_back_and_later_more() throws IOException {
        var first = sign(entries(LEAK));
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.out().contains("r-1  version acme.notes@[1.0.0,1.4.2)  hard  leaks keys"), first.out());
        var one = published();
        assertEquals(1, one.version());
        assertEquals(Duration.ofDays(7), Duration.between(one.issuedAt(), one.expires()));

        var second = sign(entries(TOOL, LEAK), "--previous", out, "--expires", "P30D", "--json");
        assertEquals(0, second.exit(), second.err());
        assertEquals(2, second.json().getInt("version"));
        assertEquals(2, second.json().getInt("entries"));
        assertEquals("[\"r-2\"]", second.json().getJsonArray("added").toString());
        var two = published();
        two.requireAfter(one);
        assertEquals(Duration.ofDays(30), Duration.between(two.issuedAt(), two.expires()));
    }

    @Test
    void who_signs_beside_others_sees_all_of_it_and_changes_nothing() throws IOException {
        sign(entries(LEAK, TOOL));
        var before = published();
        var second = key("second");
        var run = polar("revocations", "sign", out, "--key", second);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("version      1, 2 signatures"), run.out());
        assertTrue(run.out().contains("r-1") && run.out().contains("r-2"), run.out());
        assertEquals(before, SignedList.open(Files.readAllBytes(out), List.of(half("acme"), half("second")), 2));
        assertEquals(0, polar("revocations", "sign", out, "--key", second).exit());
        assertEquals(before, SignedList.open(Files.readAllBytes(out), List.of(half("acme"), half("second")), 2));
        var late = polar("revocations", "sign", out, "--key", second, "--expires", "P1D");
        assertTrue(late.err().contains("is signed already"), late.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "kind": "version" | "kind": "verson"        | line 2, column 24 | Did you mean 'version'?
            "mode"            | "mood"                  | line 2            | Did you mean 'mode'?
            [1.0.0,1.4.2)     | 1.4                     | line 2            | Write acme.notes@1.4.0
            T00:00:00Z        | ''                      | line 3            | 2026-11-21T08:00:00Z
            "r-1"             | "no id"                 | line 2, column 9  | an id of 1 to 64
            """)
    void what_is_wrong_is_told_with_its_place_and_nothing_is_written(
            String right, String wrong, String where, String meant) throws IOException {
        var run = sign(entries(LEAK.replace(right, wrong)));
        assertEquals(1, run.exit(), run.err());
        assertTrue(run.err().startsWith("error REVOCATIONS_INVALID"), run.err());
        assertTrue(run.err().contains("entries.json, " + where), run.err());
        assertTrue(run.err().contains(meant), run.err());
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropped", "softened", "later", "sparing", "narrower"})
    void an_entry_is_neither_dropped_nor_weakened(String how) throws IOException {
        sign(entries(LEAK));
        var before = Files.readString(out);
        var draft = switch (how) {
            case "softened" -> entries(TOOL, LEAK.replace("hard", "soft"));
            case "later" -> entries(TOOL, LEAK.replace("2026-11-20", "2026-12-20"));
            case "sparing" -> entries(TOOL, LEAK.replace(" }", ", \"compromisedSince\": \"2026-11-20T00:00:00Z\" }"));
            case "narrower" -> entries(TOOL, LEAK.replace("1.4.2)", "1.4.1)"));
            default -> entries(TOOL);
        };
        var run = sign(draft, "--previous", out);
        assertTrue(run.err().startsWith("error REVOCATIONS_INVALID"), run.err());
        assertTrue(run.err().contains(how.equals("dropped") ? "line 1, column 14" : "line 4, column 1"), run.err());
        assertTrue(run.err().contains("entry r-1"), run.err());
        assertEquals(before, Files.readString(out));
        assertEquals(
                0,
                sign(entries(LEAK.replace("leaks keys", "leaks all keys")), "--previous", out)
                        .exit());
    }

    @Test
    void a_list_that_was_published_is_not_begun_anew() throws IOException {
        sign(entries(LEAK));
        var run = sign(entries(LEAK));
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("--previous " + out), run.err());
    }

    @Test
    void only_what_was_signed_by_a_named_key_was_published_before() throws IOException {
        sign(entries(LEAK));
        key = key("second");
        var run = sign(entries(LEAK), "--previous", out);
        assertTrue(run.err().startsWith("error SIGNATURE_INVALID"), run.err());
        var named = sign(entries(LEAK), "--previous", out, "--previous-key", home.resolve("acme.pub.pem"));
        assertEquals(0, named.exit(), named.err());
        var plain = sign(entries(LEAK), "--previous", home.resolve("entries.json"));
        assertEquals(2, plain.exit(), plain.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P401D", "PT0S", "-P1D", "P100000000000D", "a week"})
    void a_list_lasts_minutes_at_least_and_400_days_at_most(String lasting) throws IOException {
        var run = sign(entries(LEAK), "--expires=" + lasting);
        assertEquals(2, run.exit(), run.err());
        assertFalse(Files.exists(out));
    }
}

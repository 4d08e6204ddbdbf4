package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorTest {
    private static final String MANIFEST = """
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
              "name": "acme.notes",
              "version": "1.2.0",
              "extensions": { "dev.polar": { "format": 1, "epoch": 1 } }
            }
            """;
    private static final String SKILL = """
            ---
            name: notes
            description: How to keep notes
            ---
            Write it down.
            """;

    @TempDir
    Path home;

    private Path plugin;
    private Path key;

    @BeforeEach
    void a_plugin_and_a_key() throws IOException {
        plugin = home.resolve("notes");
        write("plugin.json", MANIFEST);
        write("skills/notes/SKILL.md", SKILL);
        key = home.resolve("acme.pem");
        assertEquals(0, polar("key", "new", key, "--no-passphrase").exit());
    }

    private void write(String name, String text) throws IOException {
        var file = plugin.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Run polar(Object... args) {
        return new Run.At(home).polar(args);
    }

    private Path packed(Object... more) {
        var file = home.resolve("notes.polar");
        var args = new ArrayList<Object>(List.of("pack", plugin, "--out", file, "--key", key));
        args.addAll(List.of(more));
        var run = polar(args.toArray());
        assertEquals(0, run.exit(), run.err());
        return file;
    }

    @Test
    void a_new_key_is_owner_only_and_its_public_half_says_the_same_fingerprint() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        var whole = polar("key", "show", key);
        assertEquals(0, whole.exit());
        assertEquals(
                whole.out(), polar("key", "show", home.resolve("acme.pub.pem")).out());
        assertTrue(
                whole.out().matches("(?s)fingerprint  ([0-9a-f]{4} ?){4}\nkey id       [0-9a-f]{64}\n"), whole.out());
    }

    @Test
    void a_key_is_never_overwritten() throws IOException {
        var before = Files.readAllBytes(key);
        var run = polar("key", "new", key, "--no-passphrase");
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error KEY_INVALID"), run.err());
        assertArrayEquals(before, Files.readAllBytes(key));
    }

    @Test
    void a_passphrase_is_asked_for_twice_and_opens_the_key() {
        var safe = home.resolve("safe.pem");
        var differing = new Run.At(home).answering("tea", "tee").polar("key", "new", safe);
        assertTrue(differing.err().contains("the two passphrases differ"), differing.err());
        assertEquals(
                0,
                new Run.At(home)
                        .answering("tea", "tea")
                        .polar("key", "new", safe)
                        .exit());
        var file = packed("--no-key");
        assertEquals(
                0,
                new Run.At(home)
                        .answering("tea")
                        .polar("sign", file, "--key", safe)
                        .exit());
        var wrong = new Run.At(home).answering("coffee").polar("sign", file, "--key", safe);
        assertEquals(1, wrong.exit());
        assertTrue(wrong.err().contains("error KEY_INVALID"), wrong.err());
    }

    @Test
    void without_a_terminal_a_passphrase_comes_from_a_file_descriptor() throws IOException {
        var safe = home.resolve("safe.pem");
        var run = polar("key", "new", safe);
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("next        give it with --passphrase-fd N"), run.err());
        var phrase = home.resolve("phrase");
        Files.writeString(phrase, "correct horse\nrest");
        try (var open = new RandomAccessFile(phrase.toFile(), "r")) {
            int fd = descriptor(phrase);
            assertEquals(0, polar("key", "new", safe, "--passphrase-fd", fd).exit());
            assertTrue(Files.readString(safe).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
            assertEquals(open.length(), Files.size(phrase));
        }
    }

    /** The number under which this process has that file open. */
    private static int descriptor(Path file) throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> leadsTo(fd, file))
                    .mapToInt(fd -> Integer.parseInt(fd.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean leadsTo(Path fd, Path file) {
        try {
            return Files.readSymbolicLink(fd).equals(file.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void a_plugin_that_keeps_the_rules_is_ok() {
        var run = polar("check", plugin);
        assertEquals("acme.notes 1.2.0: 1 skill (about 4 tokens when loaded), 2 files\nok\n", run.out(), run.err());
        assertEquals(0, run.exit());
    }

    @Test
    void each_finding_names_severity_file_line_and_rule() throws IOException {
        write("skills/notes/SKILL.md", SKILL.replace("name: notes", "name: notes\ncolour: red"));
        write("plugin.json", MANIFEST.replace("\"epoch\": 1", "\"epoch\": 1, \"permission\": []"));
        var run = polar("check", plugin);
        assertEquals(3, run.exit());
        assertTrue(run.out().contains("error    skills/notes/SKILL.md:3: unknown-key: "), run.out());
        assertTrue(run.out().contains("error    plugin.json:5: "), run.out());
        assertTrue(run.out().contains("permissions"), run.out());
        assertTrue(run.out().endsWith("not ready: 2 errors\n"), run.out());
    }

    @Test
    void programs_get_findings_as_one_object() throws IOException {
        write("skills/notes/SKILL.md", SKILL.replace("name: notes", "name: other"));
        var run = polar("check", plugin, "--json");
        assertEquals(3, run.exit());
        assertEquals(false, run.json().getBoolean("ok"));
        var finding = run.json().getJsonArray("findings").getJsonObject(0);
        assertEquals("name-folder", finding.getString("rule"));
        assertEquals(2, finding.getInt("line"));
        assertEquals("error", finding.getString("severity"));
    }

    @Test
    void what_check_refuses_is_not_packed() throws IOException {
        write("skills/notes/SKILL.md", SKILL.replace("name: notes", "name: other"));
        var out = home.resolve("x.polar");
        var run = polar("pack", plugin, "--out", out, "--key", key);
        assertEquals(4, run.exit());
        assertTrue(run.err().contains("error SKILL_INVALID"), run.err());
        assertTrue(Files.notExists(out));
    }

    @Test
    void a_package_verifies_against_its_publisher_and_nobody_else() {
        var file = packed();
        var good = polar("verify", file, "--key", home.resolve("acme.pub.pem"));
        assertEquals(0, good.exit(), good.err());
        assertTrue(good.out().startsWith("verified  acme.notes 1.2.0\n"), good.out());
        polar("key", "new", home.resolve("other.pem"), "--no-passphrase");
        var stranger = polar("verify", file, "--key", home.resolve("other.pub.pem"));
        assertEquals(4, stranger.exit());
        assertTrue(stranger.err().startsWith("error PUBLISHER_UNKNOWN"), stranger.err());
        assertTrue(stranger.err().contains("(claimed, not verified)"), stranger.err());
        var elsewhere = polar("verify", file, "--key", home.resolve("acme.pub.pem"), "--namespace", "beta");
        assertEquals(4, elsewhere.exit());
        assertTrue(elsewhere.err().startsWith("error NAMESPACE_FORBIDDEN  acme.notes 1.2.0\n"), elsewhere.err());
        assertTrue(elsewhere.err().contains("\n  but         namespace 'acme' belongs to nobody enrolled here\n"));
        assertTrue(elsewhere.err().contains("\n  signed by   "), elsewhere.err());
        assertTrue(elsewhere.err().contains("\n  next        polar trust show as given\n"), elsewhere.err());
    }

    @Test
    void the_same_input_gives_the_same_file_and_a_later_signature_the_same_content() throws IOException {
        var one = Files.readAllBytes(packed("--published", "2026-11-21T08:00:00Z"));
        var two = Files.readAllBytes(packed("--published", "2026-11-21T08:00:00Z"));
        assertArrayEquals(one, two);
        var file = packed("--no-key");
        var unsigned = polar("verify", file, "--key", home.resolve("acme.pub.pem"));
        assertTrue(unsigned.err().startsWith("error SIGNATURE_MISSING"), unsigned.err());
        var signed = polar("sign", file, "--key", key, "--json");
        assertEquals(0, signed.exit(), signed.err());
        assertEquals(
                signed.json().getString("content"),
                polar("verify", file, "--key", home.resolve("acme.pub.pem"), "--json")
                        .json()
                        .getString("content"));
    }

    @Test
    void one_changed_byte_is_named() throws IOException {
        var file = packed();
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);
        var run = polar("verify", file, "--key", home.resolve("acme.pub.pem"), "--json");
        assertEquals(4, run.exit());
        assertEquals("CONTAINER_MALFORMED", run.json().getString("error"));
        assertTrue(run.err().startsWith("error CONTAINER_MALFORMED"), run.err());
    }

    @Test
    void the_operators_key_signs_what_is_local_and_nothing_else() throws IOException {
        var foreign = polar("pack", plugin, "--out", home.resolve("x.polar"));
        assertEquals(2, foreign.exit());
        assertTrue(foreign.err().contains("who signs acme.notes?"), foreign.err());
        write("plugin.json", MANIFEST.replace("acme.notes", "local.notes"));
        var none = polar("pack", plugin, "--out", home.resolve("x.polar"));
        assertTrue(none.err().contains("polar key new --operator"), none.err());
        assertEquals(0, polar("key", "new", "--operator", "--no-passphrase").exit());
        assertEquals(0, polar("pack", plugin, "--out", home.resolve("x.polar")).exit());
        assertEquals(0, polar("verify", home.resolve("x.polar")).exit());
    }

    @Test
    void a_package_is_not_written_into_the_directory_it_is_made_of() {
        var run = polar("pack", plugin, "--out", plugin.resolve("x.polar"), "--key", key);
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("--out ../NAME.polar"), run.err());
    }

    @Test
    void hostile_names_are_shown_without_control_characters() throws IOException {
        write("skills/notes/SKILL.md", SKILL.replace("name: notes", "name: \"a\\e[31m\\u202eb\""));
        var run = polar("check", plugin);
        assertEquals(3, run.exit());
        assertTrue(run.out().contains("name-form"), run.out());
        assertTrue(run.out().chars().noneMatch(c -> c == 0x1b || c == 0x202e), run.out());
        var json = polar("check", plugin, "--json");
        assertTrue(json.out().chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7f), json.out());
    }
}

package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.BackedUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Path data;
    private Path distribution;

    @BeforeEach
    void a_distribution() throws IOException {
        data = Files.createDirectory(home.resolve("data"));
        distribution = FakeDistribution.of(FakeRestore.class, home);
    }

    private Run.At at() {
        return new Run.At(home).from(distribution).with("PATH", "/usr/bin").with("POLAR_DATA_DIR", data.toString());
    }

    private FakeHost host() throws IOException {
        return new FakeHost(
                data,
                before -> before.post("/v1/backup", bytes -> {
                    asked.add(new String(bytes, StandardCharsets.UTF_8));
                    return new BackedUp(
                            "/b", "sha256:71c0", 10, 7, asked.getLast().contains("true"), "2026", "here");
                }));
    }

    @Test
    void a_backup_tells_its_digest_and_that_secrets_are_in_it_and_their_key_is_not() throws IOException {
        try (var host = host()) {
            var run = at().polar("backup", home.resolve("monday.backup"));
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().contains("sha256:71c0"), run.out());
            assertTrue(run.out().contains("sealed; the master key is not in it"), run.out());
            assertTrue(asked.getFirst().contains("\"masterKey\":false"), asked::toString);
        }
    }

    @Test
    void the_master_key_needs_a_yes() throws IOException {
        try (var host = host()) {
            assertEquals(4, at().polar("backup", "all", "--with-master-key").exit());
            assertEquals(
                    4,
                    at().answering("n")
                            .polar("backup", "all", "--with-master-key")
                            .exit());
            assertEquals(List.of(), asked);
            var run = at().answering("y").polar("backup", "all", "--with-master-key");
            assertTrue(run.out().contains("the master key that opens them is in it"), run.out());
            assertEquals(
                    0,
                    at().polar("backup", "all", "--with-master-key", "--yes", "--json")
                            .exit());
            assertEquals(2, asked.size());
        }
    }

    @Test
    void a_restore_shows_what_it_would_do_and_asks() {
        var run = at().answering("n").polar("restore", "monday.backup");
        assertEquals(4, run.exit());
        assertTrue(run.err().contains("would restore monday.backup"), run.err());
        assertFalse(run.out().contains("restored"), run.out());
        assertEquals(4, at().polar("restore", "monday.backup").exit(), "nobody there to ask");
    }

    @Test
    void with_yes_it_is_done_and_says_what_could_not_be_checked() {
        var run = at().polar("restore", "monday.backup", "--yes");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("restored monday.backup into " + data), run.out());
        assertTrue(run.out().contains("who made it"), run.out());
        assertTrue(run.out().contains("/data/before: delete it when all is well"), run.out());
        var rehearsed = at().polar("restore", "monday.backup", "--dry-run", "--json");
        assertFalse(rehearsed.json().getBoolean("done"), rehearsed.out());
    }

    @Test
    void what_the_restore_refuses_is_refused() {
        var run = at().polar("restore", "monday.backup", "--yes", "--digest", "sha256:other");
        assertEquals(4, run.exit());
        assertTrue(run.err().contains("DIGEST_MISMATCH"), run.err());
    }
}

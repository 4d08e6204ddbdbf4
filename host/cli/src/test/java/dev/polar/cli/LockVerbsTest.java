package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.LockText;
import dev.polar.trust.lock.Lock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockVerbsTest {
    @TempDir
    Path home;

    private FakeHost host;

    @BeforeEach
    void a_host() throws IOException {
        host = new FakeHost(home);
    }

    @AfterEach
    void no_host() throws IOException {
        host.close();
    }

    private Run polar(Object... args) {
        return new Run.At(home).with("POLAR_DATA_DIR", home.toString()).polar(args);
    }

    /** A lock of one plugin, without where its package is. */
    static String locked(String name, String file) {
        return """
                {"lock": 1, "plugins": [{"name": "%s", "version": "1.0.0", "state": "enabled",
                  "content": "sha256:%2$s", "file": "sha256:%2$s", "publisher": "acme", "signers": ["%2$s"],
                  "level": "community", "provenance": "published", "permissions": "sha256:%2$s", "requires": []}]}
                """.formatted(name, file);
    }

    @Test
    void what_is_installed_is_written_down_in_its_one_form() throws IOException {
        host.get("/v1/lock", new LockText(locked("acme.weather", "a".repeat(64))));
        var out = home.resolve("polar.lock");
        var run = polar("lock", "--out", out);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("1 plugin,"), run.out());
        assertTrue(run.err().contains("--from DIR"), run.err());
        var lock = Lock.parse("polar.lock", Files.readAllBytes(out));
        assertEquals(Files.readString(out), new String(lock.toBytes(), StandardCharsets.UTF_8));
        assertEquals(
                lock.digest().toString(),
                polar("lock", "--out", out, "--json").json().getString("lock"));
    }

    @Test
    void where_a_package_is_stays_said_as_long_as_it_is_the_same_file() throws IOException {
        var out = home.resolve("polar.lock");
        Files.writeString(
                out,
                locked("acme.weather", "a".repeat(64))
                        .replace("\"requires\": []", "\"requires\": [], \"source\": \"weather.polar\""));
        host.get("/v1/lock", new LockText(locked("acme.weather", "a".repeat(64))));
        assertEquals(0, polar("lock", "--out", out).exit());
        assertTrue(Files.readString(out).contains("weather.polar"));
        host.get("/v1/lock", new LockText(locked("acme.weather", "b".repeat(64))));
        assertEquals(0, polar("lock", "--out", out).exit());
        assertTrue(!Files.readString(out).contains("weather.polar"));
    }

    @Test
    void a_file_that_is_no_lock_is_not_written_over() throws IOException {
        var out = home.resolve("polar.lock");
        Files.writeString(out, "{\n  \"lock\": one\n}\n");
        host.get("/v1/lock", new LockText(locked("acme.weather", "a".repeat(64))));
        var run = polar("lock", "--out", out);
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("LOCK_INVALID") && run.err().contains("line 2, column 11"), run.err());
        assertTrue(Files.readString(out).contains("one"));
    }
}

package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.LockText;
import dev.polar.adminapi.Uploaded;
import dev.polar.trust.key.Digest;
import dev.polar.trust.lock.Lock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LockVerbsTest extends AtHome {
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

    private Path lockOf(byte[] file, String more) throws IOException {
        var out = home.resolve("polar.lock");
        var text = locked("acme.weather", Digest.of(file).hex());
        Files.writeString(out, text.replace("\"requires\": []", "\"requires\": []" + more));
        return out;
    }

    private Run.At operator() throws IOException {
        if (!Files.exists(home.resolve("operator.pem"))) {
            operated();
        }
        return at();
    }

    @Test
    void a_check_says_what_differs_and_ends_with_3() throws IOException {
        var lock = lockOf(new byte[] {1}, "");
        host.get("/v1/lock", new LockText("{\"lock\": 1, \"plugins\": []}"));
        var run = polar("sync", lock, "--check");
        assertEquals(3, run.exit(), run.err());
        assertEquals("  acme.weather 1.0.0 is not installed\n", run.out());
        var drift = polar("sync", lock, "--check", "--json")
                .json()
                .getJsonArray("drift")
                .getJsonObject(0);
        assertEquals("missing", drift.getString("drift"));
        host.get("/v1/lock", new LockText(Files.readString(lock)));
        assertEquals(0, polar("sync", lock, "--check").exit());
        assertEquals(0, operator().polar("sync", lock).exit());
        assertEquals(
                0, host.asked.stream().filter(line -> line.startsWith("POST")).count());
    }

    @Test
    void what_the_file_does_not_name_counts_only_if_it_is_to_go() throws IOException {
        var empty = home.resolve("empty.lock");
        Files.writeString(empty, "{\"lock\": 1, \"plugins\": []}");
        host.get("/v1/lock", new LockText(locked("acme.weather", "a".repeat(64))));
        assertEquals(0, polar("sync", empty, "--check").exit());
        var run = polar("sync", empty, "--check", "--prune");
        assertEquals(3, run.exit());
        assertTrue(run.out().contains("is installed and not in the lock"), run.out());
    }

    @Test
    void packages_come_from_where_the_file_says_and_go_with_the_lock() throws IOException {
        var file = new byte[] {1, 2, 3};
        Files.createDirectories(home.resolve("packages"));
        Files.write(home.resolve("packages/weather.polar"), file);
        var lock = lockOf(file, ", \"source\": \"packages/weather.polar\"");
        host.get("/v1/lock", new LockText("{\"lock\": 1, \"plugins\": []}"));
        host.post("/v1/uploads", bytes -> new Uploaded(Digest.of(bytes).toString()));
        host.planning(true, request -> FakeHost.json("""
                {"lock": "sha256:0", "clauses": [
                  {"action": "install", "object": "plugin:acme.weather", "version": 1,
                   "body": {"plugin": "acme.weather", "version": "1.0.0", "permissions": ["exec.run(git)"]}},
                  {"action": "enable", "object": "plugin:acme.weather", "version": 2,
                   "body": {"plugin": "acme.weather", "version": "1.0.0", "tools": ["look (read)"]}}]}
                """));
        var shown = operator().polar("sync", lock, "--dry-run");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().startsWith("""
                                  sync  2 decisions
                                  install  acme.weather 1.0.0
                                  asks for    exec.run(git)
                                  enable  acme.weather 1.0.0
                                  tools       look (read)
                                  lock        sha256:0
                                """), shown.out());
        var run = operator().polar("sync", lock, "--yes");
        assertEquals(0, run.exit(), run.err());
        var with = host.consented.getFirst().getJsonObject("request").getJsonObject("with");
        assertEquals(Digest.of(file).toString(), with.getString("uploads"));
        assertEquals(
                Lock.parse("polar.lock", Files.readAllBytes(lock)),
                Lock.parse("polar.lock", with.getString("lock").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_package_that_is_not_the_locked_file_is_told_before_anything_is_sent() throws IOException {
        Files.write(home.resolve("weather.polar"), new byte[] {9});
        var lock = lockOf(new byte[] {1, 2, 3}, ", \"source\": \"weather.polar\"");
        host.get("/v1/lock", new LockText("{\"lock\": 1, \"plugins\": []}"));
        var run = operator().polar("sync", lock, "--yes");
        assertEquals(4, run.exit(), run.err());
        assertTrue(run.err().contains("LOCK_MISMATCH"), run.err());
        assertEquals(
                0, host.asked.stream().filter(line -> line.startsWith("POST")).count());
    }

    @Test
    void a_lock_that_cannot_be_read_names_its_line_column_and_what_was_meant() throws IOException {
        var lock = lockOf(new byte[] {1}, "");
        Files.writeString(lock, Files.readString(lock).replace("\"publisher\"", "\"publishr\""));
        var run = polar("sync", lock, "--check");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains(lock + ", line 2, column"), run.err());
        assertTrue(run.err().contains("Did you mean 'publisher'?"), run.err());
        assertEquals(1, polar("sync", home.resolve("none.lock")).exit());
    }

    @Test
    void several_packages_are_sent_under_one_request() throws IOException {
        host.post("/v1/uploads", bytes -> new Uploaded(Digest.of(bytes).toString()));
        host.planning(true, request -> FakeHost.json("{\"clauses\": []}"));
        var one = Files.write(home.resolve("a.polar"), new byte[] {1});
        var two = Files.write(home.resolve("b.polar"), new byte[] {2});
        var run = operator().polar("install", one, two, "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                Digest.of(new byte[] {1}) + " " + Digest.of(new byte[] {2}),
                host.consented
                        .getFirst()
                        .getJsonObject("request")
                        .getJsonObject("with")
                        .getString("uploads"));
        assertEquals(
                2, operator().polar("install", one, two, "--effect", "*=read").exit());
        var missing = operator().polar("install", one, home.resolve("c.polar"));
        assertEquals(1, missing.exit());
        assertEquals(
                2, host.asked.stream().filter(line -> line.endsWith("uploads")).count());
    }
}

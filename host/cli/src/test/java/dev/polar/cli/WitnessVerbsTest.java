package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.MerkleTree;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness as it is run: its own process, killed without warning. {@code -Dpolar.witnesskills=200} for a long campaign. */
class WitnessVerbsTest {
    private static final String ORIGIN = "host.example/polar/inst/node/1";
    private static final int KILLS = Integer.getInteger("polar.witnesskills", 2);
    private static final List<Digest> LEAVES = IntStream.range(0, 1 << 11)
            .mapToObj(i -> Digest.of(("leaf" + i).getBytes(StandardCharsets.UTF_8)))
            .toList();

    @TempDir
    Path home;

    private final SigningKey logKey = SigningKey.generate();
    private final String log = new NoteKey(ORIGIN, logKey.publicKey()).toString();

    private Run polar(Object... words) {
        return new Run.At(home).polar(words);
    }

    private WitnessKey made() {
        var made = polar("witness", "init", "--name", "witness.example/w1");
        assertEquals(0, made.exit(), made.err());
        return WitnessKey.parse(made.out().strip().replaceFirst("witness NAME ", ""));
    }

    private static MerkleTree tree(int size) {
        return new MerkleTree(size, (level, index) -> {
            var range = new CompactRange(0);
            LEAVES.subList((int) index << level, (int) (index + 1) << level).forEach(range::append);
            return range.root();
        });
    }

    private String request(int from, int size) {
        var tree = tree(size);
        var note = new Checkpoint(ORIGIN, size, tree.root()).signed(logKey);
        return new AddCheckpoint(from, tree.consistency(from).hashes(), note).toString();
    }

    /** The witness as a process of its own. */
    private record Running(Process process, URI address, HttpClient client) implements AutoCloseable {
        static Running start(Path home) throws IOException {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.polar.cli.Polar",
                            "witness",
                            "run",
                            "--data",
                            home.resolve(".local/share/polar-witness").toString(),
                            "--listen",
                            "127.0.0.1:0")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var line = process.inputReader().readLine();
            var url = line.substring(line.indexOf("http://"));
            return new Running(process, URI.create(url + "/add-checkpoint"), HttpClient.newHttpClient());
        }

        HttpResponse<String> post(String body) {
            try {
                return client.send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(10))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
            client.shutdownNow();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void a_witness_speaks_c2sp_tlog_witness() throws IOException {
        var key = made();
        try (var witness = Running.start(home)) {
            assertEquals(404, witness.post(request(0, 5)).statusCode());
            assertEquals(
                    "watching " + ORIGIN + "\n",
                    polar("witness", "add-log", log).out());
            var first = witness.post(request(0, 5));
            assertEquals(200, first.statusCode());
            var note = AddCheckpoint.parse(request(0, 5)).checkpoint();
            assertTrue(key.made(Note.parseLines(first.body()).getFirst(), note.text()));
            var conflict = witness.post(request(0, 9));
            assertEquals("409 5\n", conflict.statusCode() + " " + conflict.body());
            assertEquals(
                    "text/x.tlog.size",
                    conflict.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(
                    422,
                    witness.post(request(5, 9).replaceFirst("\n.*\n", "\n")).statusCode());
            assertEquals(200, witness.post(request(5, 9)).statusCode());
            assertEquals(
                    403,
                    witness.post(request(9, 12).replaceFirst("\n([0-9]+)\n", "\n13\n"))
                            .statusCode());
            assertEquals(400, witness.post("hello").statusCode());
            assertEquals(
                    400, witness.post(request(0, 0).replace("old 0", "old 1")).statusCode());
            assertEquals(413, witness.post("old 0\n\n" + "x".repeat(140_000)).statusCode());
            var shown = polar("witness", "show");
            assertTrue(shown.out().contains(key.toString()) && shown.out().contains(ORIGIN + "  9"), shown.out());
            assertEquals(
                    9,
                    polar("witness", "show", "--json")
                            .json()
                            .getJsonArray("logs")
                            .getJsonObject(0)
                            .getInt("size"));
            var second = polar("witness", "run", "--listen", "127.0.0.1:0");
            assertTrue(second.err().contains("STATE_CONFLICT"), second.err());
        }
    }

    /** What it said to anybody it never forgets, whenever it is killed. */
    @Test
    void killed_at_any_moment_it_never_signs_less_than_it_signed() throws Exception {
        made();
        polar("witness", "add-log", log);
        var random = new Random(7);
        var signed = new AtomicLong();
        for (int kill = 0; kill < KILLS; kill++) {
            try (var witness = Running.start(home)) {
                long known = Long.parseLong(witness.post(request(LEAVES.size(), LEAVES.size()))
                        .body()
                        .strip());
                assertTrue(known >= signed.get(), known + " after " + signed);
                var first = new CountDownLatch(1);
                var asking = Thread.startVirtualThread(() -> grow(witness, (int) known, signed, first));
                assertTrue(first.await(20, TimeUnit.SECONDS), "it signed nothing");
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(40_000)));
                witness.process().destroyForcibly().waitFor();
                asking.join();
            }
        }
        assertTrue(signed.get() > 0);
    }

    private void grow(Running witness, int known, AtomicLong signed, CountDownLatch first) {
        try {
            for (int size = known; size < LEAVES.size(); size++) {
                if (witness.post(request(size, size + 1)).statusCode() == 200) {
                    signed.set(size + 1);
                    first.countDown();
                }
            }
        } catch (UncheckedIOException killed) {
            // that is what happens to it
        }
    }
}

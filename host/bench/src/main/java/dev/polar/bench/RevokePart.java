package dev.polar.bench;

import dev.polar.host.store.Database;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** From the moment an operator's signature arrives to the first refusal, and to the command's return. */
final class RevokePart {
    private static final int RUNS = Integer.getInteger("polar.bench.runs", 100);
    private static final int LOADERS = 4;
    private static final int AT_ONCE = 10;
    private static final String LOADED = "local.loaded";

    private final Page page = new Page(
            "From revoke to refusal",
            "hosts",
            "out of the snapshot after, p50 ms",
            "p99 ms",
            "refused after, p50 ms",
            "p99 ms",
            "revoke returned after, p50 ms",
            "p99 ms",
            "calls answered that were sent after it returned");
    private final Path scratch;
    private final SigningKey operator = SigningKey.generate();
    private final int port;
    private final String password;

    private RevokePart(Path scratch, Path cluster) throws IOException {
        this.scratch = scratch;
        this.port = Integer.parseInt(Files.readAllLines(cluster.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip());
        this.password = Files.readString(cluster.resolve("postgres.password")).strip();
    }

    static String run(Path scratch) throws Exception {
        var cluster = scratch.resolve("revoke-database");
        try (var database = Database.embedded(cluster, scratch.resolve("cache"))) {
            return new RevokePart(scratch, cluster).measured(database.show("fsync"));
        }
    }

    private String measured(String fsync) throws Exception {
        try (var line = new DatabaseLine(port);
                var first = Node.start(scratch.resolve("revoke-a"), url(line.port()), operator)) {
            first.enrol();
            install(first, LOADED);
            try (var load = new SteadyLoad(first, LOADED, LOADERS)) {
                online("one, under load of " + LOADERS + " readers", first, first, "one");
                try (var second = first.joined(scratch.resolve("revoke-b"), url(port))) {
                    online("two, refused by the other", first, second, "two");
                }
                load.requireSteady();
            }
            cut(first, line);
        }
        return page.say(RUNS
                        + " revocations each, of as many plugins. *Refused after*: from sending the signed consent to"
                        + " the first refusal that arrives at an MCP client which reads the plugin's skill without a pause"
                        + " (each read waits for its own records). *Returned after*: to the answer of the same consent,"
                        + " when every live host has acknowledged. Hosts, clients and PostgreSQL (`fsync` = " + fsync
                        + ") share one machine and, here, one process.")
                .say("With the database cut, calls are refused anyway; the row is what the host itself took from the"
                        + " consent to the snapshot without the plugin and the last cancelled call, its list of"
                        + " revocations forced to disk, " + AT_ONCE + " revocations at once.")
                .toString();
    }

    private void online(String hosts, Node at, Node there, String prefix) throws Exception {
        var plugins = names(prefix);
        for (var plugin : plugins) {
            install(at, plugin);
        }
        var here = new double[RUNS];
        var refused = new double[RUNS];
        var returned = new double[RUNS];
        int late = 0;
        for (int i = 0; i < RUNS; i++) {
            awaitServed(there, plugins.get(i));
            try (var probe = new Probe(there, plugins.get(i))) {
                probe.await();
                var consent = at.door().signed("revoke", plugins.get(i), revocation());
                long began = System.nanoTime();
                var answer = at.door().commit(consent);
                long ended = System.nanoTime();
                var seen = probe.seen();
                here[i] = ownFigure(answer);
                refused[i] = (seen.refused() - began) / 1e6;
                returned[i] = (ended - began) / 1e6;
                late += seen.lastSent() > ended ? 1 : 0;
            }
        }
        row(hosts, new Samples(here), new Samples(refused), new Samples(returned), Integer.toString(late));
    }

    private void cut(Node node, DatabaseLine line) throws Exception {
        var plugins = names("cut");
        for (var plugin : plugins) {
            install(node, plugin);
        }
        var work = new ArrayList<Callable<Double>>();
        for (var plugin : plugins) {
            var consent = node.door().signed("revoke", plugin, revocation());
            work.add(() -> ownFigure(node.door().commit(consent)));
        }
        line.cut();
        var here = new double[RUNS];
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var done = threads.invokeAll(work);
            for (int i = 0; i < RUNS; i++) {
                here[i] = done.get(i).get();
            }
        }
        var samples = new Samples(here);
        page.row(
                "one, database cut",
                Samples.number(samples.percentile(50)),
                Samples.number(samples.percentile(99)),
                "-",
                "-",
                "-",
                "-",
                "-");
    }

    /** What the host itself took from the consent to the last cancelled call. */
    private static double ownFigure(JsonObject done) {
        return Double.parseDouble(done.getJsonObject("facts").getString("inForceAfterMicros")) / 1e3;
    }

    private void row(String hosts, Samples here, Samples refused, Samples returned, String late) {
        System.err.println(hosts + ": in force after " + here.spread() + " ms, refused after " + refused.spread()
                + " ms, returned after " + returned.spread());
        page.row(
                hosts,
                Samples.number(here.percentile(50)),
                Samples.number(here.percentile(99)),
                Samples.number(refused.percentile(50)),
                Samples.number(refused.percentile(99)),
                Samples.number(returned.percentile(50)),
                Samples.number(returned.percentile(99)),
                late);
    }

    private void install(Node node, String plugin) throws IOException {
        var folder = PluginFolder.skill(scratch, plugin, 1_024);
        node.door().install(plugin, Packer.pack(folder, Instant.EPOCH, operator));
    }

    private static void awaitServed(Node node, String plugin) throws IOException {
        try (var reader = node.reader()) {
            for (int i = 0; !reader.reads(plugin); i++) {
                if (i > 1_000) {
                    throw new IOException(plugin + " is not served");
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static Map<String, String> revocation() {
        return Map.of("kind", "plugin", "reason", "for a measurement");
    }

    private static List<String> names(String prefix) {
        return IntStream.range(0, RUNS).mapToObj(i -> "local." + prefix + i).toList();
    }

    private String url(int at) {
        return "postgresql://postgres:" + password + "@127.0.0.1:" + at + "/postgres";
    }
}

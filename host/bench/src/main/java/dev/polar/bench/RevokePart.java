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
    private static final int RUNS = Integer.getInteger("polar.bench.runs", 40);
    private static final int LOADERS = 4;
    private static final int AT_ONCE = 4;
    private static final String LOADED = "local.loaded";

    private final Page page = new Page(
            "From revoke to refusal",
            "hosts",
            "the snapshot refuses after, p50 ms",
            "p99 ms",
            "a caller sees the refusal after, p50 ms",
            "p99 ms",
            "of it the refused call itself, p50 ms",
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
        return page.say(
                        RUNS
                                + " revocations a row, of as many plugins. *The snapshot refuses*: the host's own figure, from the"
                                + " consent at its door to the snapshot without the plugin and the last cancelled call, the"
                                + " revocation forced to disk; goal: a p99 of 10 ms. *A caller sees the refusal*: from sending the"
                                + " signed consent to the first refusal that arrives at an MCP client which reads the plugin's"
                                + " skill without a pause; *of it the refused call itself*, from the same moment if it was under way, which waits for its own record.")
                .say(
                        "*Returned*: to the answer of the same consent, when every live host has acknowledged; goal: a p99 of"
                                + " 250 ms with two. With the database cut, calls are refused anyway; " + AT_ONCE
                                + " revocations at once. Hosts, clients and PostgreSQL (`fsync` = " + fsync
                                + ") share one machine and, here, one process.")
                .toString();
    }

    private void online(String hosts, Node at, Node there, String prefix) throws Exception {
        var plugins = names(prefix);
        for (var plugin : plugins) {
            install(at, plugin);
        }
        var here = new double[RUNS];
        var refused = new double[RUNS];
        var itself = new double[RUNS];
        var returned = new double[RUNS];
        int answered = 0;
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
                itself[i] = (seen.refused() - Math.max(began, seen.asked())) / 1e6;
                returned[i] = (ended - began) / 1e6;
                answered += seen.lastSent() > ended ? 1 : 0;
            }
        }
        System.err.println(hosts + ": in force after " + new Samples(here).spread() + " ms");
        page.row(
                hosts,
                middle(here),
                late(here),
                middle(refused),
                late(refused),
                middle(itself),
                middle(returned),
                late(returned),
                Integer.toString(answered));
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
        page.row("one, database cut", middle(here), late(here), "-", "-", "-", "-", "-", "-");
    }

    private static String middle(double[] millis) {
        return Samples.number(new Samples(millis).median());
    }

    private static String late(double[] millis) {
        return Samples.number(new Samples(millis).percentile(99));
    }

    /** What the host itself took from the consent to the last cancelled call. */
    private static double ownFigure(JsonObject done) {
        return Double.parseDouble(done.getJsonObject("facts").getString("inForceAfterMicros")) / 1e3;
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

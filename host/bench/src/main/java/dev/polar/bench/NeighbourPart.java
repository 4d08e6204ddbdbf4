package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** One plugin is disabled and enabled over and over; its neighbours are watched. */
final class NeighbourPart {
    private static final int CYCLES = Integer.getInteger("polar.bench.cycles", 1_000);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(6);

    /** On a busy machine it ends with fewer cycles, and says so. */
    private static final Duration MOST = Duration.ofSeconds(Integer.getInteger("polar.bench.seconds", 220));

    private static final String RESTLESS = "polar.responder";

    private NeighbourPart() {}

    static String run(Path root, Path scratch) throws Exception {
        var reference = ReferenceServer.start(root);
        if (reference.isEmpty()) {
            return "The neighbour part was not run: this distribution was built without the reference server"
                    + " (install nodejs and npm, build again).\n";
        }
        try (var server = reference.get();
                var host = Installation.start(root, scratch);
                var page = new WebPage(host.welcome())) {
            return watched(host, page, McpPart.through(host, server.url()));
        }
    }

    private static String watched(Installation host, WebPage web, McpClient.Place place) throws Exception {
        Load.of(place, 1, QUIET);
        cycle(host);
        var before = children(host);
        var quiet = new ArrayList<Load>();
        var restless = new ArrayList<Load>();
        int cycles = 0;
        long until = System.nanoTime() + MOST.toNanos();
        try (var kept = new McpClient(place)) {
            while (cycles < CYCLES && System.nanoTime() < until) {
                quiet.add(Load.of(place, 1, QUIET));
                var beside = beside(host, place);
                restless.add(beside.load());
                cycles += beside.cycles();
                kept.echo("the same session after " + cycles);
            }
        }
        var before99 = pooled(quiet).percentile(99);
        var beside99 = pooled(restless).percentile(99);
        return new Page(
                        "A neighbour while one plugin is disabled and enabled",
                        "what",
                        "quiet",
                        "beside the cycles",
                        "ratio")
                .row("calls/s, 1 client, median (least to most) of the rounds", speed(quiet), speed(restless), "")
                .row("p50 ms of all calls", percentile(quiet, 50), percentile(restless, 50), "")
                .row(
                        "p99 ms of all calls",
                        percentile(quiet, 99),
                        percentile(restless, 99),
                        Samples.number(beside99 / before99))
                .say(cycles + " cycles of `" + RESTLESS + "`, " + Samples.number(millisEach(restless, cycles))
                        + " ms each, in rounds of " + ROUND.toSeconds() + " s by turns with quiet ones of "
                        + QUIET.toSeconds() + " s. Goal: " + CYCLES + " cycles and a p99 within 10 %. The web page's"
                        + " stream stayed open: " + yes(web.open()) + "; its session is known: " + yes(web.known())
                        + "; the MCP session opened at the start answers: yes; the host's " + before.size()
                        + " child processes are the same: " + yes(children(host).equals(before)) + ".")
                .toString();
    }

    private static double millisEach(Collection<Load> rounds, int cycles) {
        return rounds.size() * ROUND.toMillis() / (double) cycles;
    }

    private static Samples pooled(Collection<Load> loads) {
        return Samples.pooled(loads.stream().map(Load::millis).toList());
    }

    private static String percentile(Collection<Load> loads, double percent) {
        return Samples.number(pooled(loads).percentile(percent));
    }

    private record Beside(Load load, int cycles) {}

    /** A round of calls while the other plugin goes and comes as fast as it can. */
    private static Beside beside(Installation host, McpClient.Place place) throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            long until = System.nanoTime() + ROUND.toNanos();
            Callable<Integer> work = () -> {
                int done = 0;
                for (; System.nanoTime() < until; done++) {
                    cycle(host);
                }
                return done;
            };
            var cycles = threads.submit(work);
            return new Beside(Load.of(place, 1, ROUND), cycles.get());
        }
    }

    private static void cycle(Installation host) throws IOException {
        host.here("disable", RESTLESS, "--yes");
        host.here("enable", RESTLESS, "--yes");
    }

    /** The servers that the host keeps, by process id; those of the database come and go. */
    private static Collection<Long> children(Installation host) {
        var pids = new TreeSet<Long>();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(host.data() + "/"))
                .filter(process -> List.of("bwrap", "node").stream()
                        .anyMatch(name -> process.info().command().orElse("").endsWith("/" + name)))
                .forEach(process -> pids.add(process.pid()));
        return pids;
    }

    private static String speed(Collection<Load> loads) {
        return new Samples(loads.stream().mapToDouble(Load::callsPerSecond).toArray()).spread();
    }

    private static String yes(boolean is) {
        return is ? "yes" : "NO";
    }
}

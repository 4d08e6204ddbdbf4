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
    private static final Duration ROUND = Duration.ofSeconds(5);
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
        Load.of(place, 1, ROUND);
        cycle(host);
        var before = children(host);
        var quiet = new ArrayList<Load>();
        var restless = new ArrayList<Load>();
        int cycles = 0;
        try (var kept = new McpClient(place)) {
            while (cycles < CYCLES) {
                quiet.add(Load.of(place, 1, ROUND));
                var beside = beside(host, place);
                restless.add(beside.load());
                cycles += beside.cycles();
                kept.echo("the same session after " + cycles);
            }
        }
        return new Page("A neighbour while one plugin is disabled and enabled", "what", "quiet", "beside the cycles")
                .row("neighbour's calls/s, 1 client", speed(quiet), speed(restless))
                .row("p50 ms", latency(quiet, 50), latency(restless, 50))
                .row("p99 ms", latency(quiet, 99), latency(restless, 99))
                .say(cycles + " cycles of `" + RESTLESS + "`, rounds of " + ROUND.toSeconds() + " s by turns, median ("
                        + "least to most) of " + quiet.size() + ". The web page's stream stayed open: "
                        + yes(web.open()) + "; its session is known: " + yes(web.known())
                        + "; the MCP session opened at the start answers: yes; the host's " + before.size()
                        + " child processes are the same: " + yes(children(host).equals(before)) + ".")
                .toString();
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

    private static String latency(Collection<Load> loads, double percent) {
        return new Samples(loads.stream()
                        .mapToDouble(load -> load.millis().percentile(percent))
                        .toArray())
                .spread();
    }

    private static String yes(boolean is) {
        return is ? "yes" : "NO";
    }
}

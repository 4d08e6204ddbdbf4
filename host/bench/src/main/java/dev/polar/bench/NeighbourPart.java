package dev.polar.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** One plugin is disabled, enabled and replaced over and over; its neighbours are watched. */
final class NeighbourPart {
    /** Quiet phases and restless ones last as long and come by turns, so that both see the same machine. */
    private static final Duration PHASE = Duration.ofSeconds(2);

    private static final long BETWEEN = 200_000_000;

    /** A cycle begins so long after the one before: what is asked is what a change costs others, not what a busy core does. */
    private static final long PACE = 500_000_000;

    private static final int UNLESS_TOLD = 200;

    /** Where no number of cycles is asked for, it ends by then with fewer, and says so. */
    private static final Duration MOST = Duration.ofSeconds(55);

    private final Installation host;
    private final Restless restless;
    private final List<Samples> quiet = new ArrayList<>();
    private final List<Samples> beside = new ArrayList<>();
    private final List<Double> each = new ArrayList<>();

    private NeighbourPart(Installation host, Restless restless) {
        this.host = host;
        this.restless = restless;
    }

    /** @param asked how many cycles there are to be; 0 for some */
    static String run(Path root, Path scratch, int asked) throws Exception {
        var reference = ReferenceServer.start(root);
        if (reference.isEmpty()) {
            return "The neighbour part was not run: this distribution was built without the reference server"
                    + " (install nodejs and npm, build again).\n";
        }
        try (var server = reference.get();
                var host = Installation.start(root, scratch);
                var page = new WebPage(host.welcome())) {
            var place = McpPart.through(host, server.url());
            return new NeighbourPart(host, Restless.in(root, host)).watched(page, place, asked);
        }
    }

    private String watched(WebPage web, McpClient.Place place, int asked) throws Exception {
        int goal = asked == 0 ? UNLESS_TOLD : asked;
        try (var client = new McpClient(place);
                var beside = Executors.newSingleThreadExecutor()) {
            phase(client, PHASE);
            restless.cycle();
            restless.cycle();
            var before = children();
            long until = System.nanoTime() + MOST.toNanos();
            while (each.size() < goal && (asked > 0 || System.nanoTime() < until)) {
                quiet.add(phase(client, PHASE));
                beside(client, beside, goal);
                LockSupport.parkNanos(BETWEEN);
            }
            return result(goal)
                    .say("The web page's stream stayed open: " + yes(web.open()) + "; its session is known: "
                            + yes(web.known()) + "; the MCP session of the first call made the last: yes; the host's "
                            + before.size() + " child processes are the same: "
                            + yes(children().equals(before)) + ".")
                    .toString();
        }
    }

    /** A phase of calls while the other plugin goes, comes and changes again and again. */
    private void beside(McpClient client, ExecutorService thread, int goal) throws Exception {
        long until = System.nanoTime() + PHASE.toNanos();
        Callable<List<Double>> work = () -> {
            var millis = new ArrayList<Double>();
            for (long now = System.nanoTime(); now < until && each.size() + millis.size() < goal; ) {
                restless.cycle();
                millis.add((System.nanoTime() - now) / 1e6);
                LockSupport.parkNanos(PACE - (System.nanoTime() - now));
                now = System.nanoTime();
            }
            return millis;
        };
        var cycles = thread.submit(work);
        beside.add(phase(client, PHASE));
        each.addAll(cycles.get());
    }

    private static Samples phase(McpClient client, Duration time) throws Exception {
        var millis = new ArrayList<Double>();
        long start = System.nanoTime();
        for (long now = start; now - start < time.toNanos(); ) {
            long before = System.nanoTime();
            client.echo("call " + millis.size());
            now = System.nanoTime();
            millis.add((now - before) / 1e6);
        }
        return Samples.of(millis);
    }

    private Page result(int goal) {
        var without = Samples.pooled(quiet);
        var with = Samples.pooled(beside);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < quiet.size(); i++) {
            ratios.add(beside.get(i).percentile(99) / quiet.get(i).percentile(99));
        }
        return new Page(
                        "A neighbour while one plugin is disabled, enabled and replaced",
                        "what",
                        "quiet",
                        "beside the cycles",
                        "ratio")
                .row("calls", Integer.toString(without.count()), Integer.toString(with.count()), "")
                .row(row("p50 ms of all calls", without, with, 50))
                .row(row("p99 ms of all calls", without, with, 99))
                .row("p99 of neighbouring phases", "", "", Samples.of(ratios).spread())
                .row("a cycle, ms", "", Samples.of(each).spread(), "")
                .say(each.size() + (each.size() < goal ? " cycles, for want of time," : " cycles") + " of `"
                        + Restless.NAME + "`, a Java plugin in the host: disabled, enabled, and then updated or rolled"
                        + " back. They come " + PACE / 1_000_000 + " ms after each other in " + quiet.size()
                        + " phases of " + PHASE.toSeconds()
                        + " s, by turns with as many quiet ones; one client calls all the while. Goal: 1,000 cycles"
                        + " (`host/bench/run neighbour --cycles 1000`) and a p99 within 10 %.");
    }

    private static String[] row(String what, Samples quiet, Samples beside, double percent) {
        double before = quiet.percentile(percent);
        double during = beside.percentile(percent);
        return new String[] {what, Samples.number(before), Samples.number(during), Samples.number(during / before)};
    }

    /** The servers that the host keeps, by process id; those of the database come and go. */
    private Collection<Long> children() {
        var pids = new TreeSet<Long>();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(host.data() + "/"))
                .filter(process -> List.of("bwrap", "node").stream()
                        .anyMatch(name -> process.info().command().orElse("").endsWith("/" + name)))
                .forEach(process -> pids.add(process.pid()));
        return pids;
    }

    private static String yes(boolean is) {
        return is ? "yes" : "NO";
    }
}

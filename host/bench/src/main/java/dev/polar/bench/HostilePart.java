package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** What two neighbours notice of a confined plugin that takes whatever it can get: one in the host, one confined itself. */
final class HostilePart {
    private static final int ROUNDS = Integer.getInteger("polar.bench.rounds", 3);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final long ASIDE = 300_000_000;
    private static final String IN_HOST = "local.inhost";
    private static final String CONFINED = "local.confined";
    private static final String ROGUE = "local.rogue";

    private final Installation host;
    private final McpClient.Place rogue;
    private final List<McpClient.Place> neighbours;

    private HostilePart(Installation host, McpClient.Place any) {
        this.host = host;
        this.rogue = any;
        this.neighbours = List.of(any.of(tool(IN_HOST, "echo")), any.of(tool(CONFINED, "echo")));
    }

    static String run(Path root, Path scratch) throws Exception {
        try (var host = Installation.start(root, scratch)) {
            install(host, IN_HOST, "--in-host");
            install(host, CONFINED, "--confined");
            install(host, ROGUE, "--confined");
            host.here("disable", ROGUE, "--yes");
            return new HostilePart(host, McpPart.client(host, "")).measured();
        }
    }

    private static void install(Installation host, String name, String placement)
            throws IOException, InterruptedException {
        var file = host.pack(PluginFolder.rogue(host.home(), name));
        host.hereConsented("install", file.toString(), placement);
        host.here("enable", name, "--yes");
    }

    private static String tool(String plugin, String name) {
        return plugin.replace('.', '-') + "__" + name;
    }

    private String measured() throws Exception {
        var page = new Page(
                "Neighbours of a confined plugin that misbehaves",
                "while it",
                "in the host: quiet p50, p99 ms",
                "beside it",
                "p99 ratio",
                "confined: quiet p50, p99 ms",
                "beside it",
                "p99 ratio");
        together();
        row(page, "does nothing", "echo");
        row(page, "floods its output", "flood");
        row(page, "hangs in every call", "hang");
        row(page, "spins on 8 threads", "spin");
        row(page, "exhausts its memory", "exhaust");
        row(page, "starts threads and programs", "fork");
        return page.say("Each neighbour is called by one client without a pause, both at once, " + ROUNDS
                        + " rounds of "
                        + ROUND.toSeconds() + " s with the other plugin disabled and as many beside it, by turns; the"
                        + " values are of all their calls. Four clients ask the other one for its misdeed again and"
                        + " again, and for an echo where it does nothing, which shows what they cost by themselves."
                        + " Goal: a p99 within 10 % of the quiet one.")
                .toString();
    }

    private void row(Page page, String what, String tool) throws Exception {
        var quiet = List.of(new ArrayList<Samples>(), new ArrayList<Samples>());
        var beside = List.of(new ArrayList<Samples>(), new ArrayList<Samples>());
        for (int i = 0; i < ROUNDS; i++) {
            add(quiet);
            host.here("enable", ROGUE, "--yes");
            try (var misdeed = new Misdeed(rogue.of(tool(ROGUE, tool)))) {
                LockSupport.parkNanos(ASIDE);
                add(beside);
            }
            rest();
        }
        var cells = new ArrayList<>(List.of(what));
        for (int i = 0; i < neighbours.size(); i++) {
            var before = Samples.pooled(quiet.get(i));
            var during = Samples.pooled(beside.get(i));
            cells.add(both(before));
            cells.add(both(during));
            cells.add(Samples.number(during.percentile(99) / before.percentile(99)));
        }
        System.err.println(cells);
        page.row(cells.toArray(String[]::new));
    }

    private static String both(Samples millis) {
        return Samples.number(millis.percentile(50)) + ", " + Samples.number(millis.percentile(99));
    }

    private void add(List<ArrayList<Samples>> to) throws Exception {
        var now = together();
        for (int i = 0; i < now.size(); i++) {
            to.get(i).add(now.get(i));
        }
    }

    /** Both neighbours under load at the same time. */
    private List<Samples> together() throws Exception {
        try (var threads = Executors.newFixedThreadPool(neighbours.size())) {
            var work = new ArrayList<Callable<Samples>>();
            neighbours.forEach(place -> work.add(() -> Load.of(place, 1, ROUND).millis()));
            var all = new ArrayList<Samples>();
            for (var done : threads.invokeAll(work)) {
                all.add(done.get());
            }
            return all;
        }
    }

    /** One that fell so often that it was set aside is not running any more. */
    private void rest() {
        try {
            host.here("disable", ROGUE, "--yes");
        } catch (IOException aside) {
            System.err.println("set aside: " + aside.getMessage());
        }
    }
}

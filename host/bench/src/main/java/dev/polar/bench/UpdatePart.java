package dev.polar.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/** What an update costs: the plan, and the moment in which one release takes over from another. */
final class UpdatePart {
    private static final int PLANS = 20;
    private static final int UPDATES = 20;
    private static final int HEAVY = 10_000_000;
    private static final String PLUGIN = "polar.responder";

    private UpdatePart() {}

    static String run(Path root, Path scratch) throws IOException, InterruptedException {
        try (var host = Installation.start(root, scratch)) {
            var light = host.pack(PluginFolder.skill(host.home(), "local.light", 1_000));
            var heavy = host.pack(PluginFolder.skill(host.home(), "local.heavy", HEAVY));
            var page = new Page("Plans and updates", "what", "ms", "times");
            page.row(
                    "plan of a package of 2 kB, sent to the host and back",
                    plans(host, light).spread(),
                    times(PLANS));
            page.row("plan of a package of 10 MB", plans(host, heavy).spread(), times(PLANS));
            updates(host, root, page);
            return page.say("In one process with the command line: no launcher, no start of a JVM. `" + PLUGIN
                            + "` is a Java plugin; taking over counts from the new release being ready to every new"
                            + " call being its own, with consent, rows and record on disk.")
                    .toString();
        }
    }

    private static Samples plans(Installation host, Path file) throws IOException {
        host.here("install", file.toString(), "--dry-run");
        var millis = new double[PLANS];
        for (int i = 0; i < PLANS; i++) {
            long start = System.nanoTime();
            host.here("install", file.toString(), "--dry-run");
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return new Samples(millis);
    }

    private static void updates(Installation host, Path root, Page page) throws IOException, InterruptedException {
        var whole = new double[UPDATES];
        var over = new double[UPDATES];
        for (int i = -1; i < UPDATES; i++) {
            var version = "1.0." + (i + 1);
            var folder = PluginFolder.release(root.resolve("dist/polar/plugins").resolve(PLUGIN), host.home(), version);
            var file = host.pack(folder);
            long start = System.nanoTime();
            var done = host.hereConsented("update", file.toString());
            if (i >= 0) {
                whole[i] = (System.nanoTime() - start) / 1e6;
                over[i] = micros(done) / 1e3;
            }
        }
        page.row("update of a running plugin, plan, consent and start", new Samples(whole).spread(), times(UPDATES));
        page.row("of it the new release taking over", new Samples(over).spread(), times(UPDATES));
    }

    private static double micros(JsonObject done) {
        return Double.parseDouble(done.getString("tookOverAfterMicros"));
    }

    private static String times(int count) {
        return Integer.toString(count);
    }
}

package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** What an operator waits for. */
final class CliPart {
    private static final int STARTS = 3;
    private static final int LISTS = 10;
    private static final int INSTALLS = 3;
    private static final int HASHES = 20;
    private static final int HEAVY = 10_000_000;

    private CliPart() {}

    static String run(Path root, Path scratch) throws IOException, InterruptedException, GeneralSecurityException {
        try (var host = Installation.start(root, scratch)) {
            var page = new Page("Start, list, install", "what", "ms", "times");
            starts(host, page, root);
            var lists = new double[LISTS];
            for (int i = 0; i < LISTS; i++) {
                lists[i] = host.millis("list");
            }
            page.row("`polar list`", new Samples(lists).spread(), Integer.toString(LISTS));
            installs(host, page);
            return page.toString();
        }
    }

    private static void starts(Installation host, Page page, Path root) throws IOException, InterruptedException {
        var up = new double[STARTS];
        var boot = new double[STARTS];
        host.polar("down");
        for (int i = 0; i < STARTS; i++) {
            boot[i] = Boot.millis(root, host.data());
            up[i] = host.millis("up", "-d", "--port", "0");
            if (i < STARTS - 1) {
                host.polar("down");
            }
        }
        page.row(
                "boot of the host to its first answer, embedded PostgreSQL and four plugins",
                new Samples(boot).spread(),
                Integer.toString(STARTS));
        page.row("`polar up -d`, the same with the command line", new Samples(up).spread(), Integer.toString(STARTS));
    }

    private static void installs(Installation host, Page page)
            throws IOException, InterruptedException, GeneralSecurityException {
        var light = new double[INSTALLS];
        var heavy = new double[INSTALLS];
        var file = Path.of("");
        for (int i = 0; i < INSTALLS; i++) {
            var small = host.pack(PluginFolder.skill(host.home(), "local.light" + i, 1_000));
            light[i] = host.millis(host.consented("install", small.toString()));
            file = host.pack(PluginFolder.skill(host.home(), "local.heavy" + i, HEAVY));
            heavy[i] = host.millis(host.consented("install", file.toString()));
        }
        var hashing = hashing(file);
        page.row("`polar install` of a package of 2 kB", new Samples(light).spread(), Integer.toString(INSTALLS));
        page.row(
                "`polar install` of a package of " + Files.size(file) / 1_000_000 + " MB",
                new Samples(heavy).spread(),
                Integer.toString(INSTALLS));
        page.row("SHA-256 of the same file, read and hashed", hashing.spread(), Integer.toString(HASHES));
        double more = new Samples(heavy).median() - new Samples(light).median();
        page.say("10 MB more cost an install " + Samples.number(more) + " ms more, "
                + Samples.number(more / hashing.median()) + " times their hashing; the whole command takes "
                + Samples.number(new Samples(heavy).median() / hashing.median()) + " times as long as hashing.");
    }

    private static Samples hashing(Path file) throws IOException, GeneralSecurityException {
        var millis = new double[HASHES];
        for (int i = 0; i < HASHES; i++) {
            long start = System.nanoTime();
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return new Samples(millis);
    }
}

package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.bundle.BundleVerdict;
import dev.polar.trust.audit.bundle.BundleVerifier;
import dev.polar.trust.audit.view.ViewFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dpolar.export.records=1000000} is the long one; it prints what each form took. */
class LongExportTest {
    private static final int RECORDS = Integer.getInteger("polar.export.records", 1_000);

    /** What is alive while records go by: far less than a million of them, which are about a gigabyte. */
    private static final long MOST_ALIVE = 128L << 20;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private static long alive() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Looks at what is alive while the work is done. */
    private static void measured(String what, Work work) throws Exception {
        long before = alive();
        var start = Instant.now();
        long most = 0;
        try (var threads = Executors.newSingleThreadExecutor()) {
            var done = threads.submit(() -> {
                work.run();
                return true;
            });
            while (RECORDS > 100_000 && !done.isDone()) {
                most = Math.max(most, alive() - before);
                LockSupport.parkNanos(500_000_000);
            }
            done.get();
        }
        var took = Duration.between(start, Instant.now());
        System.out.println(what + ": " + took.toMillis() + " ms, at most " + (most >> 20) + " MiB alive");
        if (RECORDS > 100_000) {
            assertTrue(most < MOST_ALIVE, what + " held " + (most >> 20) + " MiB");
        }
    }

    @Test
    void every_form_streams() throws Exception {
        try (var log = TestJournal.open(database, directory.resolve("data"), Duration.ofSeconds(30), Masking.NONE)) {
            write(log);
            for (var format : ViewFormat.values()) {
                var out = directory.resolve(format.text());
                measured(
                        format.text(),
                        () -> assertTrue(log.log
                                        .view(
                                                out,
                                                format,
                                                Optional.empty(),
                                                Optional.empty(),
                                                ExportFilter.ALL,
                                                "0.1.0")
                                        .count()
                                > RECORDS));
                Files.delete(out.resolve(format.file()));
            }
            var export = directory.resolve("jsonl");
            measured("jsonl", () -> log.log.export(export, Optional.empty(), Optional.empty()));
            measured(
                    "verify jsonl",
                    () -> assertInstanceOf(
                            LogVerdict.Proven.class,
                            LogVerifier.verify(export, Optional.of(log.journal.key()), Optional.empty())));
            var file = directory.resolve("bundle.zip");
            var whole = new BundleQuery.Span(Optional.empty(), Optional.empty());
            measured(
                    "bundle",
                    () -> log.log.bundle(file, whole, Instant.EPOCH, "0.1.0", (first, last) -> new TreeMap<>()));
            measured(
                    "verify bundle",
                    () -> assertInstanceOf(
                            BundleVerdict.Proven.class, BundleVerifier.verify(file, Optional.of(log.journal.key()))));
        }
    }

    private static void write(TestJournal log) {
        var draft = TestJournal.draft("invoke").plugin("acme.weather").allowed();
        try (var threads = Executors.newFixedThreadPool(256)) {
            for (int i = 0; i < RECORDS; i++) {
                threads.submit(() -> log.journal.append(draft));
            }
        }
    }
}

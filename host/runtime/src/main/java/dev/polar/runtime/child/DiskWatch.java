package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks from time to time at what the files of a child take: no limit of the kernel's counts them together. What it writes
 * between two looks, and what it has deleted and still holds open, is not seen.
 */
final class DiskWatch implements AutoCloseable {
    /** Every file takes room in the file system's tables, however small it is. */
    private static final long FILE = 4_096;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("disk-watch").factory());

    void watch(Child child, Path data, Cage.Limits limits) {
        watch(child, data, limits, PAUSE.toNanos());
    }

    private void watch(Child child, Path data, Cage.Limits limits, long pause) {
        thread.schedule(() -> look(child, data, limits), pause, TimeUnit.NANOSECONDS);
    }

    private void look(Child child, Path data, Cage.Limits limits) {
        if (child.isAlive()) {
            long begun = System.nanoTime();
            var excess = excess(data, limits.keptBytes());
            // Looking costs a tenth of the thread's time at most, however many files there are.
            long pause = Math.max(PAUSE.toNanos(), 9 * (System.nanoTime() - begun));
            excess.ifPresentOrElse(child::endBecause, () -> watch(child, data, limits, pause));
        }
    }

    /** What is wrong with the files below a directory, in words that follow "because it". */
    static Optional<String> excess(Path data, long most) {
        var count = new Count(most);
        try {
            Files.walkFileTree(data, count);
        } catch (IOException e) {
            return Optional.of("keeps files that cannot be counted");
        }
        return count.sum > most ? Optional.of("keeps more than " + Size.shown(most) + " of files") : Optional.empty();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static final class Count extends SimpleFileVisitor<Path> {
        private final long most;
        private long sum;

        Count(long most) {
            this.most = most;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return add(0);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return add(attributes.size());
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw why;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException why) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult add(long bytes) {
            sum += FILE + bytes;
            return sum > most ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}

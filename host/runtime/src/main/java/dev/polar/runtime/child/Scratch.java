package dev.polar.runtime.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory on the host's disk for what vanishes with a child, where no mount namespace has it in memory: its
 * temporary files, its data where those are fleeting, and a note who it is, so that the next start of the host can end
 * and remove what a killed one left.
 */
final class Scratch {
    private static final String NOTE = "child";

    private final Path directory;

    private Scratch(Path directory) {
        this.directory = directory;
    }

    static Scratch in(Path directory) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, owner);
            var scratch = new Scratch(Files.createTempDirectory(directory, "child"));
            Files.createDirectory(scratch.tmp(), owner);
            Files.createDirectory(scratch.data(), owner);
            scratch.write(Optional.empty());
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    Path tmp() {
        return directory.resolve("tmp");
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Before the child runs anything of a stranger's. */
    void note(Session child) throws IOException {
        write(Optional.of(child));
    }

    private void write(Optional<Session> child) throws IOException {
        var host = Session.of(ProcessHandle.current().pid()).orElseThrow();
        Files.writeString(directory.resolve(NOTE), new Note(boot(), host, child).toString());
    }

    /** What hosts that are no more left in there: their children end, and their files go. */
    static void clear(Path directory) {
        try (var left = Files.newDirectoryStream(directory)) {
            for (var entry : left) {
                var note = Note.read(entry.resolve(NOTE));
                if (note.isPresent() && note.get().boot.equals(boot())) {
                    if (note.get().host.leaderLives()) {
                        continue;
                    }
                    note.get().child.ifPresent(Session::end);
                }
                new Scratch(entry).remove();
            }
        } catch (IOException | DirectoryIteratorException e) {
            // There is none, or it is not ours to look at.
        }
    }

    /** Nothing writes there any more. */
    synchronized void remove() {
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (NoSuchFileException e) {
            // It is gone already.
        } catch (IOException e) {
            removeDeep();
        }
    }

    /** Folders can lie so deep in each other that no path leads there; what is still there the next start tries again. */
    private void removeDeep() {
        try {
            new ProcessBuilder("/bin/rm", "-rf", "--", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No such program.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String boot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim()
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    }

    /** @param boot this start of the machine, and the process namespace: elsewhere the numbers mean others */
    private record Note(String boot, Session host, Optional<Session> child) {
        @Override
        public String toString() {
            return boot + shown(host) + child.map(Note::shown).orElse("");
        }

        private static String shown(Session session) {
            return " " + session.leader() + " " + session.started();
        }

        static Optional<Note> read(Path file) {
            try {
                var words = Files.readString(file).split(" ");
                return Optional.of(new Note(
                        words[0],
                        session(words, 1),
                        words.length > 3 ? Optional.of(session(words, 3)) : Optional.empty()));
            } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
                return Optional.empty();
            }
        }

        private static Session session(String[] words, int at) {
            return new Session(Long.parseLong(words[at]), Long.parseLong(words[at + 1]));
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        /** A directory that its maker closed to everybody. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.isReadable(file) && Files.isExecutable(file)) {
                throw e;
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            Files.walkFileTree(file, this);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}

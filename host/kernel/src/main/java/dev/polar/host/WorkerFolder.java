package dev.polar.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the code is that confined processes are shown: beside the host's own, never part of it. */
final class WorkerFolder {
    private static final String JAR = "polar-worker-*.jar";

    private WorkerFolder() {}

    /** The worker's own code; empty if it is not installed. */
    static Optional<Path> code() {
        return beside(Path.of(URI.create(WorkerFolder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString())));
    }

    /** @param own the kernel's: a jar in {@code lib}, or what a build made of it */
    private static Optional<Path> beside(Path own) {
        var folder = own.toAbsolutePath().getParent();
        if (folder == null || folder.getParent() == null) {
            return Optional.empty();
        }
        if (folder.endsWith("target")) {
            var built = folder.getParent().resolveSibling("worker").resolve("target/classes");
            return Optional.of(built).filter(Files::isDirectory);
        }
        return jar(folder.resolveSibling("worker"));
    }

    private static Optional<Path> jar(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var jars = Files.newDirectoryStream(folder, JAR)) {
            var all = jars.iterator();
            return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

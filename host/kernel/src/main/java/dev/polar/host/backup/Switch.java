package dev.polar.host.backup;

import dev.polar.host.store.DirectoryLock;
import dev.polar.host.store.Load;
import dev.polar.host.store.OwnerOnly;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was prepared in {@code .restoring-ID} in place of what is in the data directory. {@code restore.pending} says
 * that it has begun; whoever finds that file goes on with it, so that a process that was killed leaves the old or the new.
 */
final class Switch {
    static final String PENDING = "restore.pending";
    private static final String PREPARED = ".restoring-";

    private final Path dataDir;
    private final String id;

    Switch(Path dataDir, String id) {
        this.dataDir = dataDir;
        this.id = id;
    }

    /** Where the new is prepared. */
    Path prepared() {
        return dataDir.resolve(PREPARED + id);
    }

    /** Where the old is kept. */
    Path before() {
        return dataDir.resolve("before-restore-" + id);
    }

    /** The schema in which an operator's database keeps the old. */
    String schema() {
        return "polar_before_" + id;
    }

    /**
     * From here on the new counts; with a database of the operator's, from when that has committed.
     *
     * @param inDatabase whether the database decides
     */
    void begin(boolean inDatabase) throws IOException {
        OwnerOnly.write(
                dataDir.resolve(PENDING),
                Canonical.bytes(StrictJson.provider()
                        .createObjectBuilder()
                        .add("id", id)
                        .add("inDatabase", inDatabase)
                        .build()));
    }

    /** Moves everything; what was moved already is not there any more. */
    void carryOut() throws IOException {
        if (Files.isDirectory(prepared())) {
            for (var name : names(prepared())) {
                var here = dataDir.resolve(name);
                if (Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(here, OwnerOnly.directory(before()).resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(prepared().resolve(name), here, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.deleteIfExists(dataDir.resolve(PENDING));
        delete(prepared());
    }

    /** Forgets what was prepared. */
    void drop() throws IOException {
        Files.deleteIfExists(dataDir.resolve(PENDING));
        delete(prepared());
    }

    /** Goes on with a switch that was interrupted, and forgets what never began. The caller holds the directory's lock. */
    static void resume(Path dataDir, Optional<String> databaseUrl) throws IOException {
        var pending = dataDir.resolve(PENDING);
        if (Files.exists(pending)) {
            var json = StrictJson.object(Files.readAllBytes(pending), StrictJson.Limits.bytes(4_096));
            var one = new Switch(dataDir, json.getString("id"));
            if (!json.getBoolean("inDatabase") || isDone(databaseUrl, one.schema())) {
                one.carryOut();
            } else {
                one.drop();
            }
        }
        for (var name : names(dataDir)) {
            if (name.startsWith(PREPARED)) {
                delete(dataDir.resolve(name));
            }
        }
    }

    /** The same, for a host that starts. */
    static void resumeAtStart(Path dataDir, Optional<String> databaseUrl) {
        try {
            if (Files.isDirectory(dataDir)
                    && names(dataDir).stream().anyMatch(name -> name.equals(PENDING) || name.startsWith(PREPARED))) {
                try (var lock = DirectoryLock.of(dataDir)) {
                    resume(dataDir, databaseUrl);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a restore that was interrupted cannot go on", e);
        }
    }

    private static boolean isDone(Optional<String> databaseUrl, String schema) {
        if (databaseUrl.isEmpty()) {
            return false;
        }
        try (var load = Load.at(databaseUrl.get())) {
            return load.isDone(schema);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(directory)) {
            found.forEach(path -> names.add(path.getFileName().toString()));
        }
        return names;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Storage;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.StorageAccess.Verb;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** {@code $DATA} of one owner: whole files of at most 10 MiB, replaced in one step. */
final class BrokeredStorage implements Storage {
    private static final int MAX_BYTES = 10 << 20;
    private static final int MAX_LISTED = 10_000;
    private static final String UNFINISHED = ".next-";

    private final Path root;
    private final Rights rights;

    BrokeredStorage(Path root, Rights rights) {
        this.root = root;
        this.rights = rights;
    }

    @Override
    public Optional<byte[]> read(String path) {
        rights.require(new StorageAccess(Verb.READ, StorageAccess.DATA));
        var at = DataPath.of(path);
        return doing("read", path, () -> {
            try (var directory = DataDirectory.open(root, at)) {
                return directory.file(at.name()) ? Optional.of(content(directory, at.name())) : Optional.empty();
            } catch (NoSuchFileException | NotDirectoryException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void write(String path, byte[] bytes) {
        rights.require(new StorageAccess(Verb.WRITE, StorageAccess.DATA));
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(path);
        }
        var at = DataPath.of(path);
        doing("write", path, () -> {
            try (var directory = DataDirectory.make(root, at)) {
                directory.file(at.name());
                replace(directory, at.name(), bytes);
                return true;
            }
        });
    }

    @Override
    public List<String> list(String path) {
        rights.require(new StorageAccess(Verb.READ, StorageAccess.DATA));
        var at = DataPath.of(path.isEmpty() ? "all" : path + "/all");
        return doing("list", path, () -> {
            var found = new TreeSet<String>();
            try (var directory = DataDirectory.open(root, at)) {
                collect(directory, path.isEmpty() ? "" : path + "/", found);
            } catch (NoSuchFileException | NotDirectoryException e) {
                return List.of();
            }
            return List.copyOf(found);
        });
    }

    @Override
    public boolean delete(String path) {
        rights.require(new StorageAccess(Verb.WRITE, StorageAccess.DATA));
        var at = DataPath.of(path);
        return doing("delete", path, () -> {
            try (var directory = DataDirectory.open(root, at)) {
                if (!directory.file(at.name())) {
                    return false;
                }
                directory.stream().deleteFile(at.name());
                return true;
            } catch (NoSuchFileException | NotDirectoryException e) {
                return false;
            }
        });
    }

    private static byte[] content(DataDirectory directory, Path name) throws IOException {
        var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (var in = Channels.newInputStream(directory.stream().newByteChannel(name, options))) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge(name.toString());
            }
            return bytes;
        }
    }

    /** A reader, and a crash, sees the old bytes or the new ones. */
    private static void replace(DataDirectory directory, Path name, byte[] bytes) throws IOException {
        var next = Path.of(UNFINISHED + UUID.randomUUID());
        var options = Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC,
                LinkOption.NOFOLLOW_LINKS);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            try (var out = directory.stream().newByteChannel(next, options, mode)) {
                for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            directory.stream().move(next, directory.stream(), name);
        } catch (IOException e) {
            if (directory.file(next)) {
                directory.stream().deleteFile(next);
            }
            throw e;
        }
    }

    private static void collect(DataDirectory directory, String prefix, SortedSet<String> found) throws IOException {
        for (var entry : directory.stream()) {
            var name = entry.getFileName();
            var path = prefix + name;
            var attributes = directory.attributes(name);
            if (attributes.isEmpty()
                    || !DataPath.readable(path)
                    || name.toString().startsWith(UNFINISHED)) {
                continue;
            }
            if (attributes.get().isDirectory()) {
                try (var child = directory.child(name)) {
                    collect(child, path + "/", found);
                }
            } else if (attributes.get().isRegularFile()) {
                found.add(path);
            }
            if (found.size() > MAX_LISTED) {
                throw new Refusal(
                        Code.STORAGE_FAILED, "there are more than 10,000 files", "list one directory at a time");
            }
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T doing(String what, String path, Step<T> step) {
        try {
            return step.run();
        } catch (DataDirectory.LinkFound e) {
            throw DataPath.outside(path);
        } catch (IOException e) {
            throw new Refusal(
                    Code.STORAGE_FAILED,
                    "could not " + what + " '" + CleanText.line(path) + "': "
                            + e.getClass().getSimpleName(),
                    "look at the host's log and disk");
        }
    }

    private static Refusal tooLarge(String path) {
        return new Refusal(
                Code.STORAGE_FAILED, "'" + CleanText.line(path) + "' has more than 10 MiB", "keep it in parts");
    }
}

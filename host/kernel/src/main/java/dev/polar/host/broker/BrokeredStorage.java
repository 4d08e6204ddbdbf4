package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Storage;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.StorageAccess.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code $DATA} of one owner. Names cannot leave it, and no directory or file on the way may be a link: only this host
 * writes here, so there is nobody to swap one in between.
 */
final class BrokeredStorage implements Storage {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]+(/[A-Za-z0-9._@+-]+)*");
    private static final int MAX_BYTES = 10 << 20;

    private final Path root;
    private final Rights rights;

    BrokeredStorage(Path root, Rights rights) {
        this.root = root;
        this.rights = rights;
    }

    @Override
    public Optional<byte[]> read(String path) {
        rights.require(new StorageAccess(Verb.READ, StorageAccess.DATA));
        var file = inside(path);
        try (var in = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = new byte[Math.toIntExact(Math.min(in.size(), MAX_BYTES + 1L))];
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining() && in.read(buffer) >= 0) {}
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    @Override
    public void write(String path, byte[] bytes) {
        rights.require(new StorageAccess(Verb.WRITE, StorageAccess.DATA));
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(Code.STORAGE_FAILED, "'" + path + "' would have more than 10 MiB", "split it");
        }
        var file = inside(path);
        try {
            Files.createDirectories(file.getParent());
            var next = file.resolveSibling(".next-" + UUID.randomUUID());
            try {
                Files.write(
                        next, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public List<String> list(String path) {
        rights.require(new StorageAccess(Verb.READ, StorageAccess.DATA));
        var start = path.isEmpty() ? root : inside(path);
        var found = new TreeSet<String>();
        try {
            if (Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
                Files.walkFileTree(start, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            found.add(root.relativize(file).toString());
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw failed("list", path, e);
        }
    }

    @Override
    public boolean delete(String path) {
        rights.require(new StorageAccess(Verb.WRITE, StorageAccess.DATA));
        var file = inside(path);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
    }

    private Path inside(String path) {
        if (path.length() > 240 || !NAME.matcher(path).matches()) {
            throw outside(path);
        }
        var at = root;
        for (var part : path.split("/")) {
            if (part.equals(".") || part.equals("..")) {
                throw outside(path);
            }
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                throw outside(path);
            }
        }
        return at;
    }

    private static Refusal outside(String path) {
        return new Refusal(
                Code.PERMISSION_DENIED,
                "'" + path + "' is not a file of $DATA",
                "use names of letters, digits and ._@+- with forward slashes");
    }

    private static Refusal failed(String what, String path, IOException why) {
        return new Refusal(
                Code.STORAGE_FAILED,
                "could not " + what + " '" + path + "': " + why.getClass().getSimpleName(),
                "look at the host's log and disk");
    }
}

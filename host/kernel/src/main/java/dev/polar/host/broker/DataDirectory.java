package dev.polar.host.broker;

import dev.polar.host.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A directory inside {@code $DATA}, held open. Every step is taken from the directory before it ({@code openat}) and
 * follows no link: a process of the plugin may write here too, and may swap a directory for a link at any moment.
 */
record DataDirectory(SecureDirectoryStream<Path> stream) implements AutoCloseable {

    /** @throws NoSuchFileException if it is not there */
    static DataDirectory open(Path root, DataPath path) throws IOException {
        var directory = new DataDirectory((SecureDirectoryStream<Path>) Files.newDirectoryStream(root));
        for (var part : path.directories()) {
            try (var parent = directory) {
                directory = parent.child(Path.of(part));
            }
        }
        return directory;
    }

    /** Opens it, made before if it is not there. */
    static DataDirectory make(Path root, DataPath path) throws IOException {
        OwnerOnly.directory(root);
        var at = root;
        for (var part : path.directories()) {
            at = at.resolve(part);
            try {
                // The JDK has no mkdirat: a link swapped in now gains an empty directory, and is not followed below.
                Files.createDirectory(at);
            } catch (FileAlreadyExistsException there) {
                continue;
            }
        }
        return open(root, path);
    }

    DataDirectory child(Path name) throws IOException {
        if (attributes(name).filter(BasicFileAttributes::isSymbolicLink).isPresent()) {
            throw new LinkFound(name);
        }
        return new DataDirectory(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    /** What is there under that name, itself and not what it may lead to. */
    Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        try {
            return Optional.of(
                    stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether a regular file is there under that name. */
    boolean file(Path name) throws IOException {
        var found = attributes(name);
        if (found.filter(BasicFileAttributes::isSymbolicLink).isPresent()) {
            throw new LinkFound(name);
        }
        return found.filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Something on the way is a link. */
    static final class LinkFound extends FileSystemException {
        private static final long serialVersionUID = 1;

        LinkFound(Path name) {
            super(name.toString(), null, "is a link");
        }
    }
}

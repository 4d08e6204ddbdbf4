package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Entry;
import dev.polar.trust.container.Rule;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The regular files below a directory, read once. Every step is relative to a directory that is already open and follows
 * no link, so that a tree that changes meanwhile cannot lead out of itself.
 */
public final class FileTree {
    private static final int MOST_ENTRIES = 16_384;
    private static final long MOST_BYTES = 256L << 20;
    private static final int LONGEST_NAME = 240;

    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    private final Predicate<String> wanted;

    private FileTree(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads every file below the directory, names relative to it and sorted.
     *
     * @throws Refusal {@code CONTAINER_MALFORMED} for a link, anything else that is no regular file, or more than a package
     *     holds; {@code NOT_FOUND} if the directory cannot be read
     */
    public static List<Entry> read(Path directory) {
        return read(directory, name -> true);
    }

    /**
     * The same without files and folders that are not wanted; what they are does not matter then.
     *
     * @param wanted is asked with the name relative to the directory
     */
    public static List<Entry> read(Path directory, Predicate<String> wanted) {
        var tree = new FileTree(wanted);
        try (var top = Files.newDirectoryStream(directory)) {
            if (!(top instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this file system cannot be read without following links");
            }
            tree.visit(secure, "");
        } catch (IOException | DirectoryIteratorException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "the directory cannot be read: " + e,
                    "name a directory with a plugin.json",
                    Map.of("path", directory.toString()));
        }
        tree.entries.sort(Comparator.comparing(Entry::name));
        return List.copyOf(tree.entries);
    }

    private void visit(SecureDirectoryStream<Path> folder, String prefix) throws IOException {
        for (var path : folder) {
            var file = path.getFileName();
            var name = prefix + file;
            if (!wanted.test(name)) {
                continue;
            }
            var attributes = folder.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (name.length() > LONGEST_NAME) {
                throw refused(Rule.NAME_LENGTH, name, "the name is longer than " + LONGEST_NAME + " bytes");
            }
            if (attributes.isDirectory()) {
                try (var inner = folder.newDirectoryStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    visit(inner, name + "/");
                }
            } else if (attributes.isRegularFile()) {
                entries.add(new Entry(name, content(folder, file, name)));
            } else {
                throw refused(
                        Rule.FILE_TYPE,
                        name,
                        attributes.isSymbolicLink() ? "it is a symbolic link" : "it is not a regular file");
            }
        }
    }

    private byte[] content(SecureDirectoryStream<Path> folder, Path file, String name) throws IOException {
        if (entries.size() == MOST_ENTRIES) {
            throw refused(Rule.ENTRY_LIMIT, name, "a package has at most " + MOST_ENTRIES + " files");
        }
        var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (var in = Channels.newInputStream(folder.newByteChannel(file, options))) {
            var content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, MOST_BYTES - bytes + 1));
            bytes += content.length;
            if (bytes > MOST_BYTES) {
                throw refused(Rule.SIZE_LIMIT, name, "a package has at most " + (MOST_BYTES >> 20) + " MiB");
            }
            return content;
        }
    }

    private static Refusal refused(Rule rule, String name, String why) {
        var shown = CleanText.line(name);
        return new Refusal(
                Code.CONTAINER_MALFORMED,
                "'" + shown + "' cannot be packed: " + why,
                "remove it, or put a plain file in its place",
                Map.of("entry", shown, "rule", rule.id()));
    }
}

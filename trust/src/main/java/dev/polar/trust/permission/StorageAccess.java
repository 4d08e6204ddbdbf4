package dev.polar.trust.permission;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files.
 *
 * @param path {@code $DATA}, the plugin's own directory, or an absolute prefix, compared by path component after links
 *     are resolved
 */
public record StorageAccess(Verb verb, String path) implements Access {
    /** The plugin's own directory. */
    public static final String DATA = "$DATA";

    private static final Pattern ABSOLUTE = Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._:@=-]+)+");

    /** What is done with the files. */
    public enum Verb {
        READ,
        WRITE;

        String kind() {
            return this == READ ? "storage.read" : "storage.write";
        }
    }

    static StorageAccess read(Verb verb, Selector selector) {
        var path = selector.text();
        if (!path.equals(DATA) && !ABSOLUTE.matcher(path).matches()) {
            throw selector.refused(
                    0, "a path is $DATA, or absolute without '.', '..', empty parts or a slash at its end");
        }
        return new StorageAccess(verb, path);
    }

    @Override
    public String kind() {
        return verb.kind();
    }

    @Override
    public String selector() {
        return path;
    }

    @Override
    public Optional<StorageAccess> meet(Access other) {
        if (!(other instanceof StorageAccess files) || files.verb != verb) {
            return Optional.empty();
        }
        if (holds(files.path)) {
            return Optional.of(files);
        }
        return files.holds(path) ? Optional.of(this) : Optional.empty();
    }

    private boolean holds(String inner) {
        return inner.equals(path) || inner.startsWith(path.equals("/") ? path : path + "/");
    }
}

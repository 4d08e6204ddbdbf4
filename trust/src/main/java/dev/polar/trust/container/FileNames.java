package dev.polar.trust.container;

import dev.polar.spi.Refusal;
import java.util.Collection;

/** Names of files by the rules that those of a package keep to, wherever the files come from. */
public final class FileNames {
    private FileNames() {}

    /**
     * Each allowed by itself, and none in the way of another on any file system.
     *
     * @throws Refusal {@code CONTAINER_MALFORMED}, with {@code entry} and {@code rule} in its details
     */
    public static void require(Collection<String> names) {
        var all = new Names(Profile.PACKAGE);
        for (var name : names) {
            if (name.endsWith("/")) {
                throw Rule.DIRECTORY_ENTRY.brokenBy(name);
            }
            all.add(name);
        }
    }
}

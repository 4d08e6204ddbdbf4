package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Control groups of hosts that are no more. A host that was killed could not end or remove what it left. */
final class Orphans {
    private static final int DEEP = 12;

    private Orphans() {}

    /** Ends and removes them, wherever below that directory they are. */
    static void end(Path directory) {
        end(directory, DEEP);
    }

    private static void end(Path directory, int deep) {
        for (var group : below(directory)) {
            var name = GroupName.read(group.getFileName().toString());
            if (name.isEmpty()) {
                if (deep > 0) {
                    end(group, deep - 1);
                }
            } else if (isOrphan(name.get())) {
                remove(group);
            }
        }
    }

    private static boolean isOrphan(GroupName name) {
        try {
            return name.isOrphan();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends what is in a group and in those below it, and removes them. */
    static void remove(Path group) {
        below(group).forEach(Orphans::remove);
        ControlGroup.found(group).kill();
        ControlGroup.remove(group);
    }

    static List<Path> below(Path directory) {
        var found = new ArrayList<Path>();
        try (var entries =
                Files.newDirectoryStream(directory, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            // It went while it was looked at, or is not ours to look at.
        }
        return found;
    }
}

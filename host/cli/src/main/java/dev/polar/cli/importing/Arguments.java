package dev.polar.cli.importing;

import dev.polar.spi.Refusal;
import dev.polar.trust.skill.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A command's arguments, as a confined process understands them. {@code $DATA} becomes the plugin's own directory; a
 * file or folder of the host's that is named stays named, and the package asks for it.
 */
final class Arguments {
    private static final String DATA = "$DATA";

    private final Draft draft;
    private final Path directory;

    Arguments(Draft draft, Path directory) {
        this.draft = draft;
        this.directory = directory;
    }

    List<String> of(List<String> words) {
        return words.stream().map(this::one).toList();
    }

    private String one(String word) {
        int equals = word.startsWith("-") ? word.indexOf('=') : -1;
        return word.substring(0, equals + 1) + value(word.substring(equals + 1));
    }

    private String value(String word) {
        if (word.equals(DATA) || word.startsWith(DATA + "/")) {
            draft.request("storage.write($DATA)", "its command names $DATA, the plugin's own directory", false);
            return "${PLUGIN_DATA}" + word.substring(DATA.length());
        }
        boolean path = word.startsWith("/")
                || word.equals(".")
                || word.equals("..")
                || word.startsWith("./")
                || word.startsWith("../");
        return path ? hostPath(word) : word;
    }

    private String hostPath(String word) {
        Path real;
        try {
            var there = directory.resolve(word);
            if (!Files.exists(there)) {
                return word;
            }
            real = there.toRealPath();
        } catch (IOException e) {
            return word;
        }
        try {
            var what = Files.isDirectory(real) ? "folder" : "file";
            draft.request("storage.read(" + real + ")", "its command names this " + what, false);
            draft.request(
                    "storage.write(" + real + ")", "to change what is in the " + what + " its command names", true);
        } catch (Refusal cannotBeWritten) {
            draft.find(
                    "mcp.json",
                    "host-path",
                    Severity.WARNING,
                    "the command names a path that no permission can name; the server will not see it");
        }
        return real.toString();
    }
}

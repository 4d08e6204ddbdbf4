package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A name inside {@code $DATA}, in its parts; none of them leads upwards or is empty. */
record DataPath(List<String> directories, String file) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]+(/[A-Za-z0-9._@+-]+)*");
    private static final int LONGEST = 240;

    /** @throws Refusal {@code PERMISSION_DENIED} if it is none */
    static DataPath of(String path) {
        var parts = Arrays.asList(path.split("/"));
        if (!readable(path) || parts.contains(".") || parts.contains("..")) {
            throw outside(path);
        }
        return new DataPath(List.copyOf(parts.subList(0, parts.size() - 1)), parts.getLast());
    }

    /** Whether a file of that name could be asked for. */
    static boolean readable(String path) {
        return path.length() <= LONGEST && NAME.matcher(path).matches();
    }

    Path name() {
        return Path.of(file);
    }

    static Refusal outside(String path) {
        return new Refusal(
                Code.PERMISSION_DENIED,
                "'" + CleanText.line(path) + "' is not a file of $DATA",
                "use names of letters, digits and ._@+- with forward slashes; links are not followed");
    }
}

package dev.polar.trust.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What runs a skill's script. The end of its name says so; without one of these, its first line: {@code #!} and the path
 * of one of these programs, or {@code /usr/bin/env} and its name, and nothing more. The host starts the program of that
 * name that it knows itself; the path in the script is never followed.
 */
public enum ScriptProgram {
    PYTHON("python3", ".py"),
    NODE("node", ".js", ".mjs", ".cjs"),
    /** The system's {@code /bin/sh}. */
    SHELL("sh", ".sh");

    private static final int LONGEST_LINE = 256;

    private final String program;
    private final List<String> endings;

    ScriptProgram(String program, String... endings) {
        this.program = program;
        this.endings = List.of(endings);
    }

    /** Its bare name. */
    public String program() {
        return program;
    }

    /**
     * What runs that script, if anything may.
     *
     * @param file its name
     * @param script its bytes
     */
    public static Optional<ScriptProgram> of(String file, byte[] script) {
        return Arrays.stream(values())
                .filter(known -> known.endings.stream().anyMatch(file::endsWith))
                .findFirst()
                .or(() -> firstLine(script));
    }

    private static Optional<ScriptProgram> firstLine(byte[] script) {
        var line = new String(script, 0, Math.min(script.length, LONGEST_LINE), StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("");
        if (!line.startsWith("#!")) {
            return Optional.empty();
        }
        var words = List.of(line.substring(2).strip().split("[ \t]+"));
        var named = words.size() == 2 && words.getFirst().endsWith("/env") ? words.subList(1, 2) : words;
        var name = named.getFirst().substring(named.getFirst().lastIndexOf('/') + 1);
        return Arrays.stream(values())
                .filter(known -> named.size() == 1 && known.program.equals(name))
                .findFirst();
    }
}

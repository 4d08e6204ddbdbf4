package dev.polar.conformance;

import dev.polar.conformance.Suite.Check;
import dev.polar.conformance.Suite.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known to go wrong behind Polar and why: lines of {@code scenario/check | WARNING | reason} in {@code baseline/}.
 * Whatever is not there goes right, and nothing goes worse than it says.
 */
record Baseline(Map<String, Status> known) {
    static Baseline read(String name) throws IOException {
        var known = new TreeMap<String, Status>();
        try (var in = Objects.requireNonNull(Baseline.class.getResourceAsStream("/baseline/" + name + ".txt"), name)) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    var parts = line.split(" \\| ", 3);
                    known.put(parts[0].strip(), Status.valueOf(parts[1].strip()));
                }
            }
        }
        return new Baseline(known);
    }

    /** What goes wrong with Polar and not without it, and is not known, or not to be as bad. */
    Map<String, String> worse(Map<String, Check> direct, Map<String, Check> through) {
        var worse = new TreeMap<String, String>();
        var all = new TreeSet<>(direct.keySet());
        all.addAll(through.keySet());
        for (var key : all) {
            var now = status(through.get(key));
            if (now.compareTo(Status.WARNING) >= 0
                    && now.compareTo(status(direct.get(key))) > 0
                    && (!known.containsKey(key) || now.compareTo(known.get(key)) > 0)) {
                worse.put(
                        key,
                        now + " " + (through.containsKey(key) ? through.get(key).said() : "it was not reached"));
            }
        }
        return worse;
    }

    /** The same for a client, which there is nothing to compare with. */
    Map<String, String> worse(Map<String, Check> checks) {
        var worse = new TreeMap<String, String>();
        checks.forEach((key, check) -> {
            if (check.status().compareTo(Status.WARNING) >= 0
                    && (!known.containsKey(key) || check.status().compareTo(known.get(key)) > 0)) {
                worse.put(key, check.status() + " " + check.said());
            }
        });
        return worse;
    }

    /** A check that was not made because an earlier one went wrong went wrong. */
    private static Status status(@Nullable Check check) {
        return check == null ? Status.FAILURE : check.status();
    }

    /** The scenarios that the suite counts for a revision. */
    static Set<String> scored(String revision, String side) throws IOException {
        var file = NpmPackages.file("@modelcontextprotocol/conformance/requirements/" + revision + ".yaml");
        var scored = new TreeSet<String>();
        boolean mine = false;
        for (var line : Files.readAllLines(file)) {
            if (line.matches("[a-z_]+:")) {
                mine = line.equals(side + ":");
            } else if (mine && line.startsWith("  - ")) {
                scored.add(line.substring(4).strip());
            }
        }
        return scored;
    }

    /** Writes what was found into the directory that {@code polar.conformance.report} names, if it names one. */
    static void report(String name, Map<String, Check> checks) throws IOException {
        var directory = System.getProperty("polar.conformance.report");
        if (directory != null) {
            var text = new StringBuilder();
            checks.forEach((key, check) -> text.append(key)
                    .append(" | ")
                    .append(check.status())
                    .append(" | ")
                    .append(check.said().replace('\n', ' '))
                    .append('\n'));
            Files.writeString(Files.createDirectories(Path.of(directory)).resolve(name + ".txt"), text);
        }
    }
}

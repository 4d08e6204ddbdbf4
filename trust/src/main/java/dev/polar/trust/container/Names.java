package dev.polar.trust.container;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of one archive: each allowed by itself, none in the way of another on any file system. */
final class Names {
    private static final int MAX_BYTES = 240;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@+-]+(/[A-Za-z0-9._@+-]+)*+");
    // With any extension: to Windows, con.txt is still the console.
    private static final Pattern DEVICE = Pattern.compile(
            "(?i)(con|prn|aux|nul|com[0-9\u00B9\u00B2\u00B3]|lpt[0-9\u00B9\u00B2\u00B3]|conin\\$|conout\\$)([. ].*)?");
    private static final List<String> RESERVED_FILES =
            List.of("plugin.json", "mcp.json", "dev.polar/attestations.json");
    private static final List<String> RESERVED_DIRECTORIES =
            List.of("skills", "dev.polar", "dev.polar/code", "dev.polar/vendor");
    private static final Pattern SKILL_FILE = Pattern.compile("(?i)skills/[^/]+/SKILL\\.md");
    private static final Pattern CODE_FILE = Pattern.compile("(?i)dev\\.polar/code/[^/]+\\.jar");

    private final Profile profile;
    private final Set<String> files = new HashSet<>();
    private final Map<String, String> directories = new HashMap<>();

    Names(Profile profile) {
        this.profile = profile;
    }

    /** Adds a name or refuses it; one that ends in {@code /} is a directory of a jar. */
    void add(String entry) {
        boolean isDirectory = entry.endsWith("/");
        var name = isDirectory ? entry.substring(0, entry.length() - 1) : entry;
        requireAllowed(entry, name);
        if (profile == Profile.PACKAGE) {
            requireReservedSpelling(name);
        }
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            addDirectory(entry, name.substring(0, slash));
        }
        if (isDirectory) {
            addDirectory(entry, name);
        } else if (directories.containsKey(key(name)) || !files.add(key(name))) {
            throw Rule.NAME_CLASH.brokenBy(entry);
        }
    }

    private void addDirectory(String entry, String directory) {
        var spelled = directories.putIfAbsent(key(directory), directory);
        if (spelled != null && !spelled.equals(directory)) {
            throw Rule.DIRECTORY_SPELLING.brokenBy(entry, spelled);
        }
        if (files.contains(key(directory))) {
            throw Rule.NAME_CLASH.brokenBy(entry);
        }
    }

    /** Names with the same key are the same name somewhere. */
    private String key(String name) {
        return switch (profile) {
            case PACKAGE -> name.toLowerCase(Locale.ROOT);
            case JAR -> Normalizer.normalize(name, Normalizer.Form.NFC);
        };
    }

    private void requireAllowed(String entry, String name) {
        if (entry.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw Rule.NAME_LENGTH.brokenBy(entry);
        }
        boolean characters = switch (profile) {
            case PACKAGE -> PLAIN.matcher(name).matches();
            case JAR -> isJarName(name);
        };
        if (!characters) {
            throw Rule.NAME_CHARACTERS.brokenBy(entry);
        }
        for (var segment : name.split("/", -1)) {
            if (segment.endsWith(".")
                    || segment.startsWith("-")
                    || DEVICE.matcher(segment).matches()) {
                throw Rule.NAME_SEGMENT.brokenBy(entry);
            }
        }
    }

    private static boolean isJarName(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && !name.endsWith("/")
                && !name.contains("//")
                && name.codePoints().allMatch(Names::isJarCharacter);
    }

    private static boolean isJarCharacter(int c) {
        return c < 0x80
                ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/._@+-$=,() ".indexOf(c) >= 0
                : Character.isLetter(c);
    }

    private static void requireReservedSpelling(String name) {
        for (var file : RESERVED_FILES) {
            requireSpelling(name, name, file);
        }
        for (var directory : RESERVED_DIRECTORIES) {
            if (name.length() > directory.length() && name.charAt(directory.length()) == '/') {
                requireSpelling(name, name.substring(0, directory.length()), directory);
            }
        }
        if (SKILL_FILE.matcher(name).matches() && !name.endsWith("/SKILL.md")
                || CODE_FILE.matcher(name).matches() && !name.endsWith(".jar")) {
            throw Rule.RESERVED_SPELLING.brokenBy(name);
        }
    }

    private static void requireSpelling(String entry, String part, String reserved) {
        if (part.equalsIgnoreCase(reserved) && !part.equals(reserved)) {
            throw Rule.RESERVED_SPELLING.brokenBy(entry, reserved);
        }
    }

    /** A name fit to be shown: printable ASCII, the rest escaped, not endless. */
    static String printable(String name) {
        var out = new StringBuilder();
        for (int i = 0; i < name.length() && out.length() < MAX_BYTES; i++) {
            char c = name.charAt(i);
            if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}

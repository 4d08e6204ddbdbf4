package dev.polar.trust.pin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.FileNames;
import dev.polar.trust.key.Digest;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A skill that a server offers, as its entry says: an {@code Skill} of the extension {@code io.modelcontextprotocol/skills}
 * (SEP-2640) that says which files it has, with digest and size of each, so that it can be approved.
 *
 * @param path where it lies among its server's skills; the last segment is its name: {@code billing/refunds}
 * @param files what the server says of each, by its name within the skill; {@code SKILL.md} is among them
 */
public record SkillOffer(String path, String description, SortedMap<String, Claim> files) {
    /** The limits of the extension: a server is told that no more has to be taken. */
    private static final int MOST_FILES = 512;

    private static final long MOST_BYTES = 16 << 20;
    private static final String END = "/" + SkillFolder.FILE;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(.+)" + Pattern.quote(END));

    public SkillOffer {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** What a server says of a file: {@code digest} and {@code size} are of its bytes. */
    public record Claim(String uri, Digest digest, long size) {}

    /** Where the skill of that address lies, if it is the address of a {@code SKILL.md}. */
    static Optional<String> path(String uri) {
        var parts = ADDRESS.matcher(uri);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** The last segment of its path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** All bytes it is said to have. */
    public long size() {
        return files.values().stream().mapToLong(Claim::size).sum();
    }

    /**
     * Reads an entry.
     *
     * @throws Refusal {@code SKILL_INVALID} if it is none that can be approved
     */
    public static SkillOffer of(JsonObject entry) {
        var uri = text(entry, "uri");
        var path = path(uri).orElseThrow(() -> invalid("its address is not that of a SKILL.md"));
        if (!(entry.get("frontmatter") instanceof JsonObject front)) {
            throw invalid("it has no front matter");
        }
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (name.length() > 64 || !NAME.matcher(name).matches()) {
            throw invalid("its name is not 1 to 64 lower-case letters, digits and single hyphens inside");
        }
        if (!text(front, "name").equals(name)) {
            throw invalid("it calls itself something else than its address does");
        }
        var description = text(front, "description");
        return new SkillOffer(path, description, files(path, uri.substring(0, uri.length() - END.length() + 1), entry));
    }

    private static SortedMap<String, Claim> files(String path, String base, JsonObject entry) {
        if (!(entry.get("resources") instanceof JsonArray listed)) {
            throw invalid("it does not say which files it has, so nobody can say yes to them");
        }
        if (listed.size() > MOST_FILES) {
            throw invalid("it has " + listed.size() + " files, and " + MOST_FILES + " are the most");
        }
        var names = new ArrayList<String>();
        var files = new TreeMap<String, Claim>();
        for (var value : listed) {
            var claim = claim(value);
            if (!claim.uri().startsWith(base)) {
                throw invalid("a file is not in its folder");
            }
            var file = claim.uri().substring(base.length());
            names.add(file);
            files.put(file, claim);
        }
        requireNames(path, names);
        if (!files.containsKey(SkillFolder.FILE)) {
            throw invalid("SKILL.md is not among its files");
        }
        return within(files);
    }

    private static SortedMap<String, Claim> within(SortedMap<String, Claim> files) {
        long size = 0;
        for (var claim : files.values()) {
            size += claim.size(); // each is at most the limit, and there are few: this cannot overflow
        }
        if (size > MOST_BYTES) {
            throw invalid("it has " + size + " bytes, and " + MOST_BYTES + " are the most");
        }
        return files;
    }

    /** As if they lay in a package, each file under its skill's name: so one rule says what may be called how. */
    private static void requireNames(String path, List<String> files) {
        try {
            FileNames.require(List.of("at/" + path));
            FileNames.require(files.stream()
                    .map(file -> SkillFolder.ROOT + path.substring(path.lastIndexOf('/') + 1) + "/" + file)
                    .toList());
        } catch (Refusal why) {
            throw invalid("a name breaks the rule " + why.details().get("rule") + " of packages: "
                    + why.details().get("entry"));
        }
    }

    private static Claim claim(JsonValue value) {
        if (!(value instanceof JsonObject file)
                || !(file.get("size") instanceof JsonNumber size)
                || !size.isIntegral()
                || size.bigIntegerValue().signum() < 0
                || size.bigIntegerValue().bitLength() > 40) {
            throw invalid("it does not say how large each file is");
        }
        try {
            return new Claim(text(file, "uri"), Digest.parse(text(file, "digest")), size.longValue());
        } catch (IllegalArgumentException e) {
            throw invalid("a digest is not sha256: and 64 lower-case hex digits");
        }
    }

    private static String text(JsonObject of, String member) {
        if (of.get(member) instanceof JsonString text && !text.getString().isBlank()) {
            return text.getString();
        }
        throw invalid("'" + member + "' is missing");
    }

    static Refusal invalid(String why) {
        return new Refusal(Code.SKILL_INVALID, why, "report it to the plugin's author", Map.of("rule", "served-skill"));
    }
}

package dev.polar.trust.delta;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One named piece of a profile: a tool with its description and schemas, a skill with its files.
 *
 * @param members by name, each a short word that stands for itself or the digest of what does not fit on a line
 */
public record Part(SortedMap<String, String> members) {
    /** A thing of which only the name matters. */
    public static final Part NAMED = new Part(new TreeMap<>());

    /** No text that looks like a digest stands for itself, so that none can pass for another's digest. */
    private static final Pattern SHORT = Pattern.compile("(?!sha256:)[ -~]{0,120}");

    /** How many differences a line names. */
    private static final int MOST = 4;

    public Part {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    /** This part with one more member, a text. */
    Part with(String name, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return put(name, SHORT.matcher(text).matches() ? text : Digest.of(bytes).toString());
    }

    /** This part with one more member, by its digest. */
    Part with(String name, byte[] bytes) {
        return put(name, Digest.of(bytes).toString());
    }

    /** This part with one more member, a digest. */
    Part with(String name, Digest digest) {
        return put(name, digest.toString());
    }

    /** This part with one more member, by the digest of its canonical JSON. */
    Part with(String name, JsonValue value) {
        return with(name, Canonical.bytes(value));
    }

    private Part put(String name, String value) {
        var more = new TreeMap<>(members);
        more.put(name, value);
        return new Part(more);
    }

    /** How a later one differs: {@code description changed, effect read -> write}; empty if it does not. */
    String to(Part later) {
        var names = new TreeMap<>(members);
        names.putAll(later.members);
        var differences = names.keySet().stream()
                .filter(name -> !Objects.equals(members.get(name), later.members.get(name)))
                .map(name -> difference(name, members.get(name), later.members.get(name)))
                .toList();
        var told = String.join(", ", differences.subList(0, Math.min(MOST, differences.size())));
        return differences.size() > MOST ? told + " and " + (differences.size() - MOST) + " more" : told;
    }

    private static String difference(String name, @Nullable String before, @Nullable String after) {
        if (before == null) {
            return name + " added";
        }
        if (after == null) {
            return name + " removed";
        }
        return before.startsWith("sha256:") || after.startsWith("sha256:")
                ? name + " changed"
                : name + " " + before + " -> " + after;
    }
}

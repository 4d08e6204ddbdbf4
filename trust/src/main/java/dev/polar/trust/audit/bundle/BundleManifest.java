package dev.polar.trust.audit.bundle;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code manifest.json}, canonical JSON: what a bundle holds and what was asked for.
 *
 * @param origin the log
 * @param made when, by the host's clock
 * @param version of the host that made it
 * @param about what was asked for: {@code intent}, {@code trace}, {@code from}, {@code to}; none of them for the whole log
 * @param count how many records
 * @param size of the log at the checkpoint in the bundle
 * @param files every file but this one and its signature, in the order in which they stand in the archive
 */
public record BundleManifest(
        String origin,
        Instant made,
        String version,
        Map<String, String> about,
        long count,
        long size,
        List<FileEntry> files) {
    static final String FORMAT = "polar-audit-bundle/1";
    static final String NAME = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String PROOF = "proof.json";
    static final int MOST_BYTES = 1 << 20;

    /** One file of the archive. */
    public record FileEntry(String name, long bytes, Digest digest) {}

    public BundleManifest {
        about = Map.copyOf(about);
        files = List.copyOf(files);
    }

    byte[] bytes() {
        var json = StrictJson.provider();
        var asked = json.createObjectBuilder();
        new TreeMap<>(about).forEach(asked::add);
        var listed = json.createArrayBuilder();
        files.forEach(file -> listed.add(json.createObjectBuilder()
                .add("name", file.name())
                .add("bytes", file.bytes())
                .add("digest", file.digest().toString())));
        return Canonical.bytes(json.createObjectBuilder()
                .add("format", FORMAT)
                .add("origin", origin)
                .add("made", made.toString())
                .add("version", version)
                .add("about", asked)
                .add("count", count)
                .add("size", size)
                .add("files", listed)
                .build());
    }

    /** What the log's key signs: three lines of which the second is no number, so that it can never be a checkpoint. */
    static String signedText(String origin, byte[] manifest) {
        return FORMAT + "\n" + origin + "\n" + Digest.of(manifest) + "\n";
    }

    /** @throws IllegalArgumentException or a {@link dev.polar.trust.json.JsonFault} unless {@link #bytes} wrote it */
    static BundleManifest parse(byte[] bytes) {
        try {
            var json = StrictJson.object(bytes, StrictJson.Limits.bytes(MOST_BYTES));
            var read = new BundleManifest(
                    json.getString("origin"),
                    Instant.parse(json.getString("made")),
                    json.getString("version"),
                    json.getJsonObject("about").entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue()))),
                    number(json, "count"),
                    number(json, "size"),
                    json.getJsonArray("files").getValuesAs(BundleManifest::file));
            if (Arrays.equals(read.bytes(), bytes)) {
                return read;
            }
        } catch (ClassCastException | NullPointerException | ArithmeticException | DateTimeException shapeless) {
            // told below
        }
        throw new IllegalArgumentException("not the manifest of a " + FORMAT);
    }

    private static FileEntry file(JsonValue value) {
        var json = (JsonObject) value;
        return new FileEntry(json.getString("name"), number(json, "bytes"), Digest.parse(json.getString("digest")));
    }

    private static long number(JsonObject json, String key) {
        return ((JsonNumber) json.get(key)).longValueExact();
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
    }
}

package dev.polar.trust.audit;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an export says of itself, {@code manifest.json}, canonical JSON: nothing that the verifier does not check.
 *
 * @param origin the log; the checkpoint's origin
 * @param first the seq of the first record; where nothing is exported, the size of the log
 * @param count how many records
 * @param last the leaf hash of the last record, which no later record vouches for
 * @param left the hashes of the {@link CompactRange} before the first record
 * @param right the hashes of the compact range after the last
 */
public record ExportManifest(
        String origin, long first, long count, Optional<Digest> last, List<Digest> left, List<Digest> right) {
    /** The names of the files in an export. */
    public static final String RECORDS = "records.jsonl";

    public static final String CHECKPOINT = "checkpoint";
    public static final String KEY = "log.vkey";
    public static final String MANIFEST = "manifest.json";

    private static final String FORMAT = "polar-audit-export/1";

    public ExportManifest {
        if (first < 0 || count < 0 || (count == 0) != last.isEmpty()) {
            throw new IllegalArgumentException("not a range of records: " + count + " from " + first);
        }
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** The bytes of the file. */
    public byte[] bytes() {
        var provider = StrictJson.provider();
        return Canonical.bytes(provider.createObjectBuilder()
                .add("format", FORMAT)
                .add("origin", origin)
                .add("first", first)
                .add("count", count)
                .add(
                        "last",
                        last.<JsonValue>map(digest -> provider.createValue(digest.hex()))
                                .orElse(JsonValue.NULL))
                .add("left", array(left))
                .add("right", array(right))
                .build());
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException or a {@link dev.polar.trust.json.JsonFault} if these are not exactly the bytes
     *     that {@link #bytes} gives for it
     */
    public static ExportManifest parse(byte[] bytes) {
        var json = StrictJson.object(bytes, StrictJson.Limits.bytes(65_536));
        var last = json.get("last") instanceof JsonString text
                ? Optional.of(new Digest(text.getString()))
                : Optional.<Digest>empty();
        var read = new ExportManifest(
                text(json, "origin"),
                number(json, "first"),
                number(json, "count"),
                last,
                digests(json, "left"),
                digests(json, "right"));
        if (!Arrays.equals(read.bytes(), bytes)) {
            throw new IllegalArgumentException("not the manifest of a " + FORMAT);
        }
        return read;
    }

    private static JsonArray array(List<Digest> digests) {
        var array = StrictJson.provider().createArrayBuilder();
        digests.forEach(digest -> array.add(digest.hex()));
        return array.build();
    }

    private static String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString text ? text.getString() : missing(key);
    }

    private static long number(JsonObject json, String key) {
        return json.get(key) instanceof JsonNumber number && number.toString().matches("0|[1-9][0-9]{0,14}")
                ? number.longValue()
                : ExportManifest.<Long>missing(key);
    }

    private static List<Digest> digests(JsonObject json, String key) {
        return json.get(key) instanceof JsonArray array
                ? array.stream()
                        .map(value -> value instanceof JsonString text
                                ? new Digest(text.getString())
                                : ExportManifest.<Digest>missing(key))
                        .toList()
                : missing(key);
    }

    private static <T> T missing(String key) {
        throw new IllegalArgumentException("'" + key + "' is missing or of another kind");
    }
}

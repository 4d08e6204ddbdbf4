package dev.polar.trust.audit.bundle;

import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;

/**
 * {@code proof.json}: the compact ranges of the leaves between records, before the first and after the last, in order.
 * Leaves and ranges together are the whole tree, so the records stand where they say they do if its root is the signed one.
 */
record Gaps(List<Gap> gaps) {
    static final int MOST_BYTES = 64 << 20;

    /** The leaves [begin, end), at least one. */
    record Gap(long begin, long end, List<Digest> hashes) {
        Gap {
            hashes = List.copyOf(hashes);
            if (begin < 0 || end <= begin) {
                throw new IllegalArgumentException("no leaves from " + begin + " to " + end);
            }
        }

        static Gap of(CompactRange range) {
            return new Gap(range.begin(), range.end(), range.hashes());
        }

        CompactRange range() {
            return CompactRange.of(begin, end, hashes);
        }
    }

    Gaps {
        gaps = List.copyOf(gaps);
    }

    byte[] bytes() {
        var json = StrictJson.provider();
        var array = json.createArrayBuilder();
        for (var gap : gaps) {
            var hashes = json.createArrayBuilder();
            gap.hashes().forEach(hash -> hashes.add(hash.hex()));
            array.add(json.createObjectBuilder()
                    .add("begin", gap.begin())
                    .add("end", gap.end())
                    .add("hashes", hashes));
        }
        return Canonical.bytes(json.createObjectBuilder().add("gaps", array).build());
    }

    /** @throws IllegalArgumentException or a {@link dev.polar.trust.json.JsonFault} unless {@link #bytes} wrote it */
    static Gaps parse(byte[] bytes) {
        try {
            var json = StrictJson.object(bytes, StrictJson.Limits.bytes(MOST_BYTES));
            var read = new Gaps(json.getJsonArray("gaps").getValuesAs(Gaps::gap));
            if (Arrays.equals(read.bytes(), bytes)) {
                return read;
            }
        } catch (ClassCastException | NullPointerException | ArithmeticException shapeless) {
            // told below
        }
        throw new IllegalArgumentException("no list of compact ranges in canonical form");
    }

    private static Gap gap(JsonValue value) {
        var json = (JsonObject) value;
        return new Gap(
                ((JsonNumber) json.get("begin")).longValueExact(),
                ((JsonNumber) json.get("end")).longValueExact(),
                json.getJsonArray("hashes").getValuesAs(JsonString.class).stream()
                        .map(hash -> new Digest(hash.getString()))
                        .toList());
    }
}

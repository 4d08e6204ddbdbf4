package dev.polar.trust.audit;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.List;

/**
 * That a tree only grew, RFC 9162 section 2.1.4.
 *
 * @param from the size it had
 * @param to the size it has
 * @param hashes the nodes that lead to both roots; none where nothing needs a proof, from 0 or from {@code to}
 */
public record ConsistencyProof(long from, long to, List<Digest> hashes) {
    /** The name of the file in an export. */
    public static final String FILE = "consistency.json";

    private static final String FORMAT = "polar-audit-consistency/1";

    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }

    /** The bytes of the file, canonical JSON. */
    public byte[] bytes() {
        var json = StrictJson.provider();
        var listed = json.createArrayBuilder();
        hashes.forEach(hash -> listed.add(hash.hex()));
        return Canonical.bytes(json.createObjectBuilder()
                .add("format", FORMAT)
                .add("from", from)
                .add("to", to)
                .add("hashes", listed)
                .build());
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException or a {@link dev.polar.trust.json.JsonFault} if these are not exactly the bytes
     *     that {@link #bytes} gives for it
     */
    public static ConsistencyProof parse(byte[] bytes) {
        try {
            var json = StrictJson.object(bytes, StrictJson.Limits.bytes(65_536));
            var read = new ConsistencyProof(
                    json.getJsonNumber("from").longValueExact(),
                    json.getJsonNumber("to").longValueExact(),
                    json.getJsonArray("hashes").getValuesAs(JsonString.class).stream()
                            .map(hash -> new Digest(hash.getString()))
                            .toList());
            if (read.from > 0 && read.from <= read.to && Arrays.equals(read.bytes(), bytes)) {
                return read;
            }
        } catch (ClassCastException | NullPointerException | ArithmeticException shapeless) {
            // told below
        }
        throw new IllegalArgumentException("not a " + FORMAT);
    }

    /**
     * Whether the tree with the root {@code newer} begins with all leaves of the one with the root {@code older}, RFC 9162
     * section 2.1.4.2. Every tree begins with the empty one; the RFC leaves that open, C2SP tlog-witness wants it so.
     */
    public boolean proves(Digest older, Digest newer) {
        if (from < 0 || from > to) {
            return false;
        }
        if (from == 0) {
            return hashes.isEmpty() && older.equals(MerkleTree.EMPTY) && (to > 0 || newer.equals(older));
        }
        if (from == to) {
            return hashes.isEmpty() && older.equals(newer);
        }
        return !hashes.isEmpty() && leadsTo(older, newer);
    }

    private boolean leadsTo(Digest older, Digest newer) {
        // Where the older tree is one complete subtree, its root begins the path and is not repeated in the proof.
        boolean whole = Long.bitCount(from) == 1;
        var before = whole ? older : hashes.getFirst();
        var after = before;
        int ones = Long.numberOfTrailingZeros(~(from - 1));
        long place = (from - 1) >> ones;
        long last = (to - 1) >> ones;
        for (var sibling : hashes.subList(whole ? 0 : 1, hashes.size())) {
            if (last == 0) {
                return false; // more steps than the tree has levels
            }
            if (place % 2 == 1 || place == last) {
                before = LeafHash.node(sibling, before);
                after = LeafHash.node(sibling, after);
                while (place % 2 == 0 && place != 0) {
                    place /= 2;
                    last /= 2;
                }
            } else {
                after = LeafHash.node(after, sibling);
            }
            place /= 2;
            last /= 2;
        }
        return last == 0 && before.equals(older) && after.equals(newer);
    }
}

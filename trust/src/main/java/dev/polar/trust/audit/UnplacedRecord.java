package dev.polar.trust.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of which everything is known but its place: the canonical bytes, with gaps for {@code prev}, {@code seq} and
 * {@code time}. Whoever gives out places does so one after the other, for everybody; what can be done before is done
 * here. {@link #at} gives exactly the bytes of {@link AuditRecord#at}.
 */
public final class UnplacedRecord {
    private static final List<String> ORDER =
            AuditRecord.FIELDS.stream().sorted().toList();

    /** What the gaps take at most: a quoted hash, 16 digits, a quoted time. */
    private static final int GAPS = 66 + 16 + 29;

    private final String node;
    private final String boot;
    private final List<byte[]> around;

    private UnplacedRecord(String node, String boot, List<byte[]> around) {
        this.node = node;
        this.boot = boot;
        this.around = around;
    }

    /**
     * A record at its place.
     *
     * @param bytes the canonical bytes; not to be changed
     */
    public record Placed(Position position, byte[] bytes, Digest leaf) {}

    /**
     * What a node will say in one of its runs.
     *
     * @param said as for {@link AuditRecord#at}
     * @throws IllegalArgumentException for a key that cannot be said
     */
    public static UnplacedRecord of(String node, String boot, Map<String, JsonValue> said) {
        said.keySet().forEach(AuditRecord::requireSayable);
        var provider = StrictJson.provider();
        var around = new ArrayList<byte[]>(4);
        var out = new StringBuilder(1_024);
        char before = '{';
        for (var key : ORDER) {
            out.append(before).append('"').append(key).append("\":");
            before = ',';
            switch (key) {
                case "prev", "seq", "time" -> {
                    around.add(out.toString().getBytes(UTF_8));
                    out.setLength(0);
                }
                case "v" -> out.append(AuditRecord.VERSION);
                case "node" -> Canonical.append(provider.createValue(node), out);
                case "boot" -> Canonical.append(provider.createValue(boot), out);
                default -> Canonical.append(said.getOrDefault(key, AuditRecord.unsaid(key)), out);
            }
        }
        around.add(out.append('}').toString().getBytes(UTF_8));
        return new UnplacedRecord(node, boot, around);
    }

    /** How many bytes it has at any place, at most. */
    public int size() {
        return around.stream().mapToInt(part -> part.length).sum() + GAPS;
    }

    /**
     * The record at that place.
     *
     * @throws IllegalArgumentException if it is larger than {@link AuditRecord#MOST_BYTES}
     */
    public Placed at(long seq, Optional<Digest> prev, Instant time) {
        var position = new Position(seq, prev, time, node, boot);
        var gaps = List.of(
                prev.map(leaf -> '"' + leaf.hex() + '"').orElse("null"),
                Long.toString(seq),
                '"' + AuditRecord.text(time) + '"');
        var bytes = new byte
                [around.stream().mapToInt(part -> part.length).sum()
                        + gaps.stream().mapToInt(String::length).sum()];
        int at = copy(around.getFirst(), bytes, 0);
        for (int i = 0; i < gaps.size(); i++) {
            at = copy(gaps.get(i).getBytes(UTF_8), bytes, at);
            at = copy(around.get(i + 1), bytes, at);
        }
        return new Placed(position, AuditRecord.withinSize(bytes), LeafHash.of(bytes));
    }

    private static int copy(byte[] part, byte[] into, int at) {
        System.arraycopy(part, 0, into, at, part.length);
        return at + part.length;
    }
}

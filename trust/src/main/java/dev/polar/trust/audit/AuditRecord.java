package dev.polar.trust.audit;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One record of an audit log, version 1: canonical JSON (RFC 8785) with exactly the keys of {@link #FIELDS}. What does
 * not apply is {@code null}, a list without elements {@code []}; no key is ever missing.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><td>{@code v}</td><td>1</td></tr>
 * <tr><td>{@code seq, prev, time, node, boot}</td><td>{@link Position}; {@code prev} as 64 hex digits or null,
 *   {@code time} RFC 3339 in UTC with microseconds</td></tr>
 * <tr><td>{@code category, action}</td><td>{@link Category}, and a word such as {@code install}</td></tr>
 * <tr><td>{@code stage, intent}</td><td>{@link Stage}; the id that intent and outcome share</td></tr>
 * <tr><td>{@code decision, reason}</td><td>{@link Decision} and the code that explains it</td></tr>
 * <tr><td>{@code facts}</td><td>object: what else the decision looked at, enough to take it again</td></tr>
 * <tr><td>{@code policy}</td><td>{@code {version, rule}}</td></tr>
 * <tr><td>{@code caller, onBehalfOf}</td><td>{@code {kind, id, auth}} and a list of the same, nearest first; a channel
 *   user's {@code id} is a commitment</td></tr>
 * <tr><td>{@code session, trace}</td><td>the conversation; W3C {@code traceparent}</td></tr>
 * <tr><td>{@code channel}</td><td>{@code {kind, account, room, message}}; room and message are commitments</td></tr>
 * <tr><td>{@code plugin}</td><td>{@code {name, version, epoch, digest, level, enforcement}}</td></tr>
 * <tr><td>{@code tool, toolPin}</td><td>the target and the digest of its pinned definition</td></tr>
 * <tr><td>{@code arguments, result, sizes}</td><td>commitments; {@code {arguments, result}} in bytes</td></tr>
 * <tr><td>{@code permissionsUsed, secretNames}</td><td>lists of text; never a secret's value</td></tr>
 * <tr><td>{@code approval, delta}</td><td>the approval's id; what would change</td></tr>
 * <tr><td>{@code revocationListVersion}</td><td>the list that was in force</td></tr>
 * <tr><td>{@code latency}</td><td>microseconds from intent to outcome</td></tr>
 * <tr><td>{@code errorCode}</td><td>the refusal's code, {@code OUTCOME_UNKNOWN} after a crash</td></tr>
 * </table>
 */
public final class AuditRecord {
    /** The largest record, in bytes. */
    public static final int MOST_BYTES = 65_535;

    /** Every key, in the order in which the field table tells them. */
    public static final List<String> FIELDS = List.of(
            "v",
            "seq",
            "prev",
            "time",
            "node",
            "boot",
            "category",
            "action",
            "stage",
            "intent",
            "decision",
            "reason",
            "facts",
            "policy",
            "caller",
            "onBehalfOf",
            "session",
            "trace",
            "channel",
            "plugin",
            "tool",
            "toolPin",
            "arguments",
            "result",
            "sizes",
            "permissionsUsed",
            "secretNames",
            "approval",
            "delta",
            "revocationListVersion",
            "latency",
            "errorCode");

    static final int VERSION = 1;

    private static final Set<String> KEYS = Set.copyOf(FIELDS);
    private static final Set<String> PLACE = Set.of("v", "seq", "prev", "time", "node", "boot");
    private static final Set<String> LISTS = Set.of("onBehalfOf", "permissionsUsed", "secretNames");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(MOST_BYTES, 64);

    private final Position position;
    private final JsonObject json;
    private final byte[] bytes;
    private final Digest leaf;

    private AuditRecord(Position position, JsonObject json, byte[] bytes) {
        this.position = position;
        this.json = json;
        this.bytes = withinSize(bytes);
        this.leaf = LeafHash.of(bytes);
    }

    /**
     * The record that says this at that place.
     *
     * @param said values by key of {@link #FIELDS}, without those of the position; what is missing becomes null or []
     * @throws IllegalArgumentException for another key or a record over {@link #MOST_BYTES}
     */
    public static AuditRecord at(Position position, Map<String, JsonValue> said) {
        var provider = StrictJson.provider();
        var values = new LinkedHashMap<String, JsonValue>();
        FIELDS.forEach(key -> values.put(key, unsaid(key)));
        said.forEach((key, value) -> {
            requireSayable(key);
            values.put(key, value);
        });
        values.put("v", provider.createValue(VERSION));
        values.put("seq", provider.createValue(position.seq()));
        position.prev().ifPresent(prev -> values.put("prev", provider.createValue(prev.hex())));
        values.put("time", provider.createValue(text(position.time())));
        values.put("node", provider.createValue(position.node()));
        values.put("boot", provider.createValue(position.boot()));
        var builder = provider.createObjectBuilder();
        values.forEach(builder::add);
        var json = builder.build();
        return new AuditRecord(position, json, Canonical.bytes(json));
    }

    /**
     * Reads a record back.
     *
     * @param bytes without the line's end
     * @throws dev.polar.trust.json.JsonFault if they are not strict JSON
     * @throws IllegalArgumentException if they are not a record of version 1 in canonical form
     */
    public static AuditRecord parse(byte[] bytes) {
        var json = StrictJson.object(bytes, LIMITS);
        if (!json.keySet().equals(KEYS)) {
            throw new IllegalArgumentException("a record has exactly the fields of version 1");
        }
        if (!Arrays.equals(Canonical.bytes(json), bytes)) {
            throw new IllegalArgumentException("a record is written in canonical form");
        }
        if (number(json, "v") != VERSION) {
            throw new IllegalArgumentException("not a record of version 1");
        }
        var prev = json.get("prev") == JsonValue.NULL
                ? Optional.<Digest>empty()
                : Optional.of(new Digest(text(json, "prev")));
        var position = new Position(number(json, "seq"), prev, time(json), text(json, "node"), text(json, "boot"));
        return new AuditRecord(position, json, bytes.clone());
    }

    static void requireSayable(String key) {
        if (!KEYS.contains(key) || PLACE.contains(key)) {
            throw new IllegalArgumentException("'" + key + "' is not a field that can be said");
        }
    }

    /** What stands where nothing was said. */
    static JsonValue unsaid(String key) {
        return LISTS.contains(key) ? JsonValue.EMPTY_JSON_ARRAY : JsonValue.NULL;
    }

    static String text(Instant time) {
        return TIME.format(time);
    }

    static byte[] withinSize(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a record of " + bytes.length + " bytes is larger than " + MOST_BYTES);
        }
        return bytes;
    }

    private static Instant time(JsonObject json) {
        try {
            var time = Instant.parse(text(json, "time"));
            if (text(time).equals(text(json, "time"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new IllegalArgumentException("'time' is not RFC 3339 in UTC with microseconds");
    }

    public Position position() {
        return position;
    }

    /** All fields. */
    public JsonObject json() {
        return json;
    }

    /** The canonical bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256(0x00 || bytes), RFC 6962 section 2.1. */
    public Digest leaf() {
        return leaf;
    }

    private static long number(JsonObject json, String key) {
        if (json.get(key) instanceof JsonNumber number && number.toString().matches("0|[1-9][0-9]{0,15}")) {
            return number.longValueExact();
        }
        throw new IllegalArgumentException("'" + key + "' is not a whole number");
    }

    private static String text(JsonObject json, String key) {
        if (json.get(key) instanceof JsonString text) {
            return text.getString();
        }
        throw new IllegalArgumentException("'" + key + "' is not text");
    }
}

package dev.polar.host.audit;

import dev.polar.host.audit.Told.Step;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.Stage;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record will say, before it has a place; see {@link dev.polar.trust.audit.AuditRecord} for the fields. Immutable:
 * every method gives a changed copy, so one draft serves an intent and its outcome. Personal values are given in the
 * clear here and leave as commitments, with a fresh salt in each record.
 */
public final class Draft {
    /** The action of a record that stands for many refusals. */
    static final String DENIALS = "denials";

    private static final String SOURCE = "/facts/source";
    private static final JsonProvider JSON = StrictJson.provider();

    private final Told start;
    private final @Nullable Draft before;
    private final @Nullable Step step;
    private @Nullable Told told;

    private Draft(Told start, @Nullable Draft before, @Nullable Step step) {
        this.start = start;
        this.before = before;
        this.step = step;
    }

    private Draft(Map<String, JsonValue> said, Map<String, String> hidden) {
        this(new Told(said, hidden), null, null);
    }

    /** An event: something that happened. {@link #asIntent} and {@link #asOutcome} make it more. */
    public static Draft of(Category category, String action) {
        return new Draft(Told.NOTHING, null, null)
                .say("category", text(category.text()))
                .say("action", text(action))
                .say("stage", text(Stage.EVENT.name()));
    }

    public Draft asIntent(IntentId id) {
        return say("stage", text(Stage.INTENT.name())).say("intent", text(id.value()));
    }

    public Draft asOutcome(IntentId id) {
        return say("stage", text(Stage.OUTCOME.name())).say("intent", text(id.value()));
    }

    /** An event that belongs to an intent: an approval asked for, a broker's use during a call. */
    public Draft during(IntentId id) {
        return say("intent", text(id.value()));
    }

    public Draft allowed() {
        return say("decision", text(Decision.ALLOW.name()));
    }

    /** An operator has to say yes first. */
    public Draft asked() {
        return say("decision", text(Decision.ASK.name())).say("reason", text(Code.APPROVAL_REQUIRED.name()));
    }

    public Draft denied(Code reason) {
        return say("decision", text(Decision.DENY.name()))
                .say("reason", text(reason.name()))
                .error(reason);
    }

    /** One thing the decision looked at. */
    public Draft fact(String name, JsonValue value) {
        return new Draft(start, this, new Step.Member("facts", name, value));
    }

    public Draft fact(String name, String value) {
        return fact(name, text(value));
    }

    /** Why not: it may repeat what somebody sent, so nothing stays in it that nobody would see. */
    public Draft why(RuntimeException refusal) {
        return fact("why", CleanText.line(String.valueOf(refusal.getMessage())));
    }

    public Draft fact(String name, long value) {
        return fact(name, JSON.createValue(value));
    }

    public Draft fact(String name, boolean value) {
        return fact(name, value ? JsonValue.TRUE : JsonValue.FALSE);
    }

    /** Something the decision looked at that may be personal. */
    public Draft personalFact(String name, String value) {
        return fact(name, JsonValue.NULL)
                .hide("/facts/" + name.replace("~", "~0").replace("/", "~1"), value);
    }

    public Draft policy(String version, String rule) {
        return say(
                "policy",
                JSON.createObjectBuilder()
                        .add("version", version)
                        .add("rule", rule)
                        .build());
    }

    /**
     * Who asks, and for whom.
     *
     * @param auth how that is known: {@code operator-key}, {@code token}, {@code socket}, {@code adapter}, {@code host}
     */
    public Draft caller(Caller caller, String auth) {
        var asks = new NamedCaller(caller, auth);
        var draft = say("caller", asks.json());
        draft = asks.isPersonal() ? draft.hide("/caller/id", caller.name()) : draft;
        var chain = JSON.createArrayBuilder();
        int place = 0;
        for (var next : asks.behalf()) {
            chain.add(next.json());
            draft = next.isPersonal()
                    ? draft.hide("/onBehalfOf/" + place + "/id", next.caller().name())
                    : draft;
            place++;
        }
        return draft.say("onBehalfOf", chain.build());
    }

    public Draft session(String session) {
        return say("session", text(session));
    }

    public Draft trace(Trace trace) {
        return say("trace", text(trace.traceparent()));
    }

    /** The room and, if there is one, the message it is about; both leave as commitments. */
    public Draft channel(String kind, String account, String room, Optional<String> message) {
        var channel = JSON.createObjectBuilder().add("kind", kind).add("account", account);
        var draft = say("channel", channel.addNull("room").addNull("message").build())
                .hide("/channel/room", room);
        return message.map(id -> draft.hide("/channel/message", id)).orElse(draft);
    }

    /** Which code acts; {@code digest} and {@code level} as they are written elsewhere. */
    public Draft plugin(String name, String version, long epoch, String digest, String level, String enforcement) {
        return say(
                "plugin",
                JSON.createObjectBuilder()
                        .add("name", name)
                        .add("version", version)
                        .add("epoch", epoch)
                        .add("digest", digest)
                        .add("level", level)
                        .add("enforcement", enforcement)
                        .build());
    }

    /** A plugin of which only the name is known. */
    public Draft plugin(String name) {
        JsonObjectBuilder plugin = JSON.createObjectBuilder().add("name", name);
        return say(
                "plugin",
                plugin.addNull("version")
                        .addNull("epoch")
                        .addNull("digest")
                        .addNull("level")
                        .addNull("enforcement")
                        .build());
    }

    /** A plugin's code, wherever it stands. */
    public Draft plugin(String name, String version, String digest) {
        return say(
                "plugin",
                JSON.createObjectBuilder()
                        .add("name", name)
                        .add("version", version)
                        .addNull("epoch")
                        .add("digest", digest)
                        .addNull("level")
                        .addNull("enforcement")
                        .build());
    }

    /** The target: a tool, or what is aimed at in its place. */
    public Draft tool(String tool) {
        return say("tool", text(tool));
    }

    /** The digest of the tool's pinned definition. */
    public Draft toolPin(String pin) {
        return say("toolPin", text(pin));
    }

    /** The arguments in their canonical form: recorded as commitment and size. */
    public Draft arguments(String json) {
        return sized("arguments", json);
    }

    /** The result in its canonical form: recorded as commitment and size. */
    public Draft result(String json) {
        return sized("result", json);
    }

    public Draft permissionsUsed(Collection<String> permissions) {
        return say("permissionsUsed", JSON.createArrayBuilder(permissions).build());
    }

    /** Names, never values. */
    public Draft secretNames(Collection<String> names) {
        return say("secretNames", JSON.createArrayBuilder(names).build());
    }

    public Draft approval(String id) {
        return say("approval", text(id));
    }

    /** What would change, as a plan lists it. */
    public Draft delta(JsonValue delta) {
        return say("delta", delta);
    }

    public Draft revocationListVersion(long version) {
        return say("revocationListVersion", JSON.createValue(version));
    }

    public Draft latency(Duration latency) {
        return say("latency", JSON.createValue(latency.toNanos() / 1_000));
    }

    public Draft error(Code code) {
        return say("errorCode", text(code.name()));
    }

    /** The same, refused: what a record becomes when its rider fails. An intent that fails so was never open. */
    Draft refused(Code code) {
        var draft = denied(code);
        return said("stage").equals(Optional.of(Stage.INTENT.name()))
                ? draft.say("stage", text(Stage.EVENT.name()))
                : draft;
    }

    /** What it is about, in two words: category and action. */
    String about() {
        return said("category").orElseThrow() + " " + said("action").orElseThrow();
    }

    /** One record in the place of many that were refused alike: who, what, why and how often. */
    Draft counted(long times, Instant since) {
        var said = told().said();
        var hidden = told().hidden();
        var kept = new LinkedHashMap<String, JsonValue>();
        for (var field : List.of("decision", "reason", "errorCode", "caller", "onBehalfOf", "plugin", "tool")) {
            if (said.containsKey(field)) {
                kept.put(field, said.get(field));
            }
        }
        var many = of(Category.AUDIT, DENIALS);
        kept.putAll(many.said());
        var draft = new Draft(kept, Map.of())
                .fact("of", about())
                .fact("count", times)
                .fact("since", since.truncatedTo(ChronoUnit.MICROS).toString());
        for (var value : hidden.entrySet()) {
            if (value.getKey().equals(SOURCE)) {
                draft = draft.personalFact("source", value.getValue());
            } else if (value.getKey().startsWith("/caller/") || value.getKey().startsWith("/onBehalfOf/")) {
                draft = draft.hide(value.getKey(), value.getValue());
            }
        }
        return draft;
    }

    /** The same without its target. */
    Draft vague() {
        return without("tool", "plugin");
    }

    /** The same without target and caller. */
    Draft anonymous() {
        return new Draft(without("tool", "plugin", "caller", "onBehalfOf").said(), Map.of());
    }

    private Draft without(String... fields) {
        var less = new LinkedHashMap<>(said());
        less.keySet().removeAll(Set.of(fields));
        return new Draft(less, hidden());
    }

    /** The text of a field that was said as text. */
    Optional<String> said(String field) {
        return Optional.ofNullable(said().get(field)).flatMap(Draft::asText);
    }

    /** The text of a member of a field, hidden or not. */
    Optional<String> said(String field, String member) {
        var clear = said().get(field) instanceof JsonObject object
                ? Optional.ofNullable(object.get(member)).flatMap(Draft::asText)
                : Optional.<String>empty();
        return clear.or(() -> Optional.ofNullable(hidden().get("/" + field + "/" + member)));
    }

    Map<String, JsonValue> said() {
        return told().said();
    }

    /** What leaves as commitments: JSON Pointer (RFC 6901) into the record, and the value. */
    Map<String, String> hidden() {
        return told().hidden();
    }

    private Told told() {
        var known = told;
        if (known == null) {
            var steps = new ArrayDeque<Step>();
            for (var at = this; at != null && at.step != null; at = at.before) {
                steps.push(at.step);
            }
            known = start.and(steps);
            told = known;
        }
        return known;
    }

    private Draft sized(String field, String json) {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return new Draft(start, this, new Step.Member(Told.SIZES, field, JSON.createValue(bytes)))
                .hide("/" + field, json);
    }

    private Draft say(String field, JsonValue value) {
        return new Draft(start, this, new Step.Say(field, value));
    }

    private Draft hide(String pointer, String value) {
        return new Draft(start, this, new Step.Hide(pointer, value));
    }

    private static JsonValue text(String text) {
        return JSON.createValue(text);
    }

    private static Optional<String> asText(JsonValue value) {
        return value instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}

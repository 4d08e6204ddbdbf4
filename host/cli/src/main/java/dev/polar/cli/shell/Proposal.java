package dev.polar.cli.shell;

import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator is asked to sign. It is what was asked for and nothing else, whoever answered on the socket: the
 * bytes are canonical, they are about this request, and the digest is theirs.
 *
 * @param bytes what is signed
 * @param statement the same, read
 * @param digest names the plan
 * @param notes what the host adds and nobody signs
 */
public record Proposal(byte[] bytes, JsonObject statement, Digest digest, boolean plain, List<String> notes) {
    /** The member that holds several decisions. */
    static final String CLAUSES = "clauses";

    /** The DSSE payload type of a consent. */
    public static final String TYPE = "application/vnd.polar.consent+json";

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(4 << 20);

    /**
     * The proposal in a plan.
     *
     * @throws Refusal {@code PLAN_CHANGED} if it is not exactly about the request
     */
    static Proposal of(Plan plan, Request request) {
        try {
            var bytes = Base64.getDecoder().decode(plan.statement());
            var statement = StrictJson.object(bytes, LIMITS);
            var digest = Digest.of(Canonical.bytes(StrictJson.provider()
                    .createObjectBuilder(statement)
                    .remove("at")
                    .build()));
            if (Arrays.equals(bytes, Canonical.bytes(statement))
                    && statement.getString("action").equals(request.action())
                    && statement.getJsonObject("request").equals(json(request))
                    && digest.toString().equals(plan.digest())) {
                return new Proposal(bytes, statement, digest, plan.plain(), plan.notes());
            }
        } catch (JsonFault | IllegalArgumentException | ClassCastException | NullPointerException shapeless) {
            // told below: it is no statement about the request
        }
        throw new Refusal(
                Code.PLAN_CHANGED,
                "the host's plan is not about what was asked for: nothing was signed",
                "use the 'polar' of the same version as the host, and check who runs it");
    }

    private static JsonObject json(Request request) {
        var with = StrictJson.provider().createObjectBuilder();
        new TreeMap<>(request.with()).forEach(with::add);
        return StrictJson.provider()
                .createObjectBuilder()
                .add("object", request.object())
                .add("with", with)
                .build();
    }

    /** What would be done: every fact the decision rests on. */
    public JsonObject body() {
        return statement.getJsonObject("body");
    }

    /** The release it is about, {@code acme.weather 1.4.0}, if it is about one. */
    Optional<String> release() {
        return body().get("plugin") instanceof JsonString plugin && body().get("version") instanceof JsonString version
                ? Optional.of(plugin.getString() + " " + version.getString())
                : Optional.empty();
    }

    /** The name it is about: {@code acme.weather} of {@code plugin:acme.weather}. */
    public String name() {
        if (release().isPresent()) {
            return body().getString("plugin");
        }
        var object = statement.getString("object");
        return object.substring(object.indexOf(':') + 1);
    }

    String action() {
        return CleanText.line(statement.getString("action"));
    }

    /** Each of several decisions, as if it were proposed alone; none if the proposal is one. */
    List<Proposal> decisions() {
        return body().get(CLAUSES) instanceof JsonArray clauses
                ? clauses.getValuesAs(JsonObject.class).stream()
                        .map(this::alone)
                        .toList()
                : List.of();
    }

    private Proposal alone(JsonObject clause) {
        var own = StrictJson.provider()
                .createObjectBuilder(statement)
                .add("action", clause.getString("action"))
                .add("object", clause.getString("object"))
                .add("body", clause.getJsonObject("body"))
                .build();
        var mark = own.getJsonObject("body").getString("plugin", "") + ": ";
        var about = notes.stream()
                .filter(note -> note.startsWith(mark))
                .map(note -> note.substring(mark.length()))
                .toList();
        return new Proposal(bytes, own, digest, plain, about);
    }

    Proposal withoutNotes() {
        return new Proposal(bytes, statement, digest, plain, List.of());
    }

    /** The notes that are about no decision alone. */
    List<String> notesOfAll() {
        return notes.stream()
                .filter(note -> decisions().stream().noneMatch(decision -> note.startsWith(decision.name() + ": ")))
                .toList();
    }

    /** What is different from the release before; nothing if it is about no release. */
    public Delta differences() {
        return ReleaseText.differences(body());
    }

    /** All of it as people read it. */
    public List<String> lines() {
        return ProposalText.lines(this);
    }

    /** All of it for programs. */
    public JsonObject json() {
        return ProposalText.json(this);
    }

    /** The differences as people read them, under the two releases. */
    public List<String> changes() {
        return ReleaseText.changes(this);
    }
}

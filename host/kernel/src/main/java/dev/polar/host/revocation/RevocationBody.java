package dev.polar.host.revocation;

import dev.polar.adminapi.Request;
import dev.polar.host.consent.Consented;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator signs to take something back.
 *
 * @param value in the form of its kind
 * @param compromisedSince spares what was recorded here before
 */
public record RevocationBody(Kind kind, String value, Mode mode, String reason, Optional<Instant> compromisedSince) {
    /** The action. */
    public static final String ACTION = "revoke";

    static final int LONGEST_REASON = 500;

    /**
     * Reads a request: {@code object} is the value; {@code kind}, {@code mode} (hard unless said) and {@code reason}
     * come with it, perhaps {@code compromisedSince}.
     *
     * @throws Refusal {@code REQUEST_INVALID}
     */
    public static RevocationBody of(Request request) {
        var reason = request.with().getOrDefault("reason", "").strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw refused("a revocation has a reason of 1 to 500 characters", "--reason 'key stolen'");
        }
        var with = request.with();
        var kind = word(with.getOrDefault("kind", "plugin"), Kind.labels(), Kind::labelled);
        var mode = word(with.getOrDefault("mode", "hard"), Mode.labels(), Mode::labelled);
        return new RevocationBody(
                kind,
                value(kind, request.object()),
                mode,
                CleanText.line(reason),
                Optional.ofNullable(with.get("compromisedSince")).map(RevocationBody::time));
    }

    private static <T> T word(String text, List<String> known, Function<String, Optional<T>> reader) {
        return reader.apply(text)
                .orElseThrow(() -> refused(
                        "'" + CleanText.line(text) + "' is none of " + String.join(", ", known),
                        Nearest.to(text, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("polar revoke --help")));
    }

    private static String value(Kind kind, String text) {
        try {
            return kind.checked(text);
        } catch (IllegalArgumentException notOne) {
            throw refused(
                    "'" + CleanText.line(text) + "' cannot be revoked: it names no " + kind.label(),
                    "it is written " + kind.form());
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notOne) {
            throw refused("'" + CleanText.line(text) + "' is not a time in UTC", "as in 2026-11-21T08:00:00Z");
        }
    }

    /** What the consent is about: a hard revocation after a soft one is another. */
    public String object() {
        return "revocation:" + kind.label() + ":" + value + ":" + mode.label();
    }

    /** What is signed. */
    public JsonObject json() {
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("kind", kind.label())
                .add("value", value)
                .add("mode", mode.label())
                .add("reason", reason);
        compromisedSince.ifPresent(since -> json.add("compromisedSince", since.toString()));
        return json.build();
    }

    /** The entry that a consent put in force. */
    public static Revocation entry(Consented consent) {
        var body = consent.body();
        return new Revocation(
                "rev-" + consent.digest().hex().substring(0, 12),
                Kind.labelled(body.getString("kind")).orElseThrow(),
                body.getString("value"),
                Mode.labelled(body.getString("mode")).orElseThrow(),
                body.getString("reason"),
                consent.at(),
                Optional.ofNullable(body.getString("compromisedSince", null)).map(Instant::parse));
    }

    private static Refusal refused(String message, String hint) {
        return new Refusal(Code.REQUEST_INVALID, message, hint);
    }
}

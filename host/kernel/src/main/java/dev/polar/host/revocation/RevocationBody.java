package dev.polar.host.revocation;

import dev.polar.adminapi.Request;
import dev.polar.host.consent.Consented;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.util.Locale;

/**
 * What an operator signs to take something back.
 *
 * @param value in the form of {@link Revocation#value}
 */
public record RevocationBody(Kind kind, String value, Mode mode, String reason) {
    /** The action. */
    public static final String ACTION = "revoke";

    /**
     * Reads a request: {@code object} is the value; {@code kind}, {@code mode} (hard unless said) and {@code reason}
     * come with it.
     *
     * @throws Refusal {@code REQUEST_INVALID}
     */
    public static RevocationBody of(Request request) {
        var reason = request.with().getOrDefault("reason", "").strip();
        if (reason.isEmpty() || reason.length() > 500) {
            throw refused("a revocation has a reason of 1 to 500 characters", "--reason 'key stolen'");
        }
        try {
            var kind =
                    Kind.valueOf(request.with().getOrDefault("kind", "plugin").toUpperCase(Locale.ROOT));
            var mode = Mode.valueOf(request.with().getOrDefault("mode", "hard").toUpperCase(Locale.ROOT));
            return new RevocationBody(kind, checked(kind, request.object()), mode, CleanText.line(reason));
        } catch (IllegalArgumentException e) {
            throw refused(
                    "'" + CleanText.line(request.object()) + "' cannot be revoked: " + CleanText.line(e.getMessage()),
                    "polar revoke NAME[@VERSION] | --digest sha256:... | --publisher NAME | --key KEYID");
        }
    }

    private static String checked(Kind kind, String value) {
        return switch (kind) {
            case PLUGIN -> new PluginId(value).name();
            case VERSION -> version(value);
            case DIGEST -> Digest.parse(value).toString();
            case KEY -> new KeyId(value).hex();
            case PUBLISHER -> {
                if (!value.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
                    throw new IllegalArgumentException("not a publisher's name");
                }
                yield value;
            }
        };
    }

    private static String version(String value) {
        int at = value.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not NAME@VERSION");
        }
        return new PluginId(value.substring(0, at)) + "@" + Version.parse(value.substring(at + 1));
    }

    /** What the consent is about: a hard revocation after a soft one is another. */
    public String object() {
        return "revocation:" + label(kind) + ":" + value + ":" + label(mode);
    }

    /** What is signed. */
    public JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("kind", label(kind))
                .add("value", value)
                .add("mode", label(mode))
                .add("reason", reason)
                .build();
    }

    /** The entry that a consent put in force, from when it was planned. */
    public static Revocation entry(Consented consent) {
        var body = consent.body();
        return new Revocation(
                "rev-" + consent.digest().hex().substring(0, 12),
                Kind.valueOf(body.getString("kind").toUpperCase(Locale.ROOT)),
                body.getString("value"),
                Mode.valueOf(body.getString("mode").toUpperCase(Locale.ROOT)),
                body.getString("reason"),
                consent.at());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Refusal refused(String message, String hint) {
        return new Refusal(Code.REQUEST_INVALID, message, hint);
    }
}

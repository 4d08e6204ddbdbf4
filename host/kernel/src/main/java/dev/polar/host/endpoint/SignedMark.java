package dev.polar.host.endpoint;

import dev.polar.host.oauth.Subject;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what a client is known, as an operator signs it: {@code hash}, {@code sha256:<hex>} of a token; or {@code issuer} and
 * {@code subject} of access tokens, and {@code clientId} if it may come with that program alone.
 */
final class SignedMark {
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private SignedMark() {}

    static boolean isVouched(Map<String, String> with) {
        return with.containsKey("issuer");
    }

    /** @throws Refusal {@code REQUEST_INVALID} unless it is one */
    static Clients.Mark of(Map<String, String> with) {
        if (!isVouched(with)) {
            var hash = with.getOrDefault("hash", "");
            if (!HASH.matcher(hash).matches()) {
                throw refused("a client has a name of lower-case letters, digits, '.', '_' and '-', and a token");
            }
            return new Clients.Mark.Hash(hash);
        }
        var subject = new Subject(
                with.get("issuer"), with.getOrDefault("subject", ""), Optional.ofNullable(with.get("clientId")));
        if (with.containsKey("hash")
                || !NAME.matcher(subject.subject()).matches()
                || subject.clientId().filter(id -> !NAME.matcher(id).matches()).isPresent()) {
            throw refused("a client of an issuer has a subject of printable characters, and no token of ours");
        }
        return new Clients.Mark.Vouched(subject);
    }

    static void write(Clients.Mark mark, JsonObjectBuilder body) {
        switch (mark) {
            case Clients.Mark.Hash(var hash) -> body.add("hash", hash);
            case Clients.Mark.Vouched(var subject) -> {
                body.add("issuer", subject.issuer()).add("subject", subject.subject());
                subject.clientId().ifPresent(id -> body.add("clientId", id));
            }
        }
    }

    static Clients.Mark read(JsonObject body) {
        return body.containsKey("hash")
                ? new Clients.Mark.Hash(body.getString("hash"))
                : new Clients.Mark.Vouched(new Subject(
                        body.getString("issuer"),
                        body.getString("subject"),
                        Optional.ofNullable(body.getString("clientId", null))));
    }

    static Refusal refused(String message) {
        return new Refusal(
                Code.REQUEST_INVALID,
                message,
                "polar client add claude; polar client add anna --oauth ISSUER --subject SUBJECT");
    }
}

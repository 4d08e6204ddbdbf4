package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.host.oauth.ProtectedResource;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What somebody is told who is not let in, and how to come in where there is a way (RFC 6750, section 3; RFC 9728, section
 * 5.1). Who is known to an issuer and to no operator is not sent for another token: it would not help.
 *
 * @param resource where access tokens are taken
 */
record NotLetIn(Optional<ProtectedResource> resource) {
    private static final String LATER = "10";

    void answer(Recognition who, Response response, Callback callback) {
        switch (who) {
            case Recognition.Known known -> throw new IllegalArgumentException(known.name() + " is a client");
            case Recognition.Nobody nobody -> {
                challenge(
                        response,
                        nobody.why().isEmpty()
                                ? Map.of()
                                : Map.of("error", "invalid_token", "error_description", nobody.why()));
                refuse(
                        response,
                        callback,
                        401,
                        Code.CLIENT_UNKNOWN,
                        nobody.why().isEmpty()
                                ? "the client token is missing, unknown, expired or revoked"
                                : nobody.why(),
                        "polar client add NAME makes one");
            }
            case Recognition.Stranger(var subject) ->
                refuse(
                        response,
                        callback,
                        403,
                        Code.CLIENT_UNKNOWN,
                        "no operator let in " + CleanText.line(subject.toString()),
                        "polar client add NAME --oauth " + subject.issuer() + " --subject "
                                + CleanText.line(subject.subject()));
            case Recognition.TooNarrow narrow -> {
                challenge(response, Map.of("error", "insufficient_scope"));
                refuse(
                        response,
                        callback,
                        403,
                        Code.SCOPE_MISSING,
                        "the access token is not good for this host",
                        "ask its issuer for the scope that WWW-Authenticate names");
            }
            case Recognition.Unsure(var why) -> {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, LATER);
                refuse(
                        response,
                        callback,
                        503,
                        Code.ISSUER_UNAVAILABLE,
                        CleanText.line(why),
                        "try again; on the host: polar doctor");
            }
        }
    }

    private void challenge(Response response, Map<String, String> error) {
        response.getHeaders()
                .put(
                        HttpHeader.WWW_AUTHENTICATE,
                        resource.map(known -> known.challenge(error)).orElse("Bearer realm=\"polar\""));
    }

    private static void refuse(
            Response response, Callback callback, int status, Code code, String message, String hint) {
        Answer.problem(response, callback, status, new Refusal(code, message, hint));
    }

    /** What stands on record. */
    static Code code(Recognition who) {
        return switch (who) {
            case Recognition.TooNarrow narrow -> Code.SCOPE_MISSING;
            case Recognition.Unsure unsure -> Code.ISSUER_UNAVAILABLE;
            case Recognition.Known known -> Code.CLIENT_UNKNOWN;
            case Recognition.Nobody nobody -> Code.CLIENT_UNKNOWN;
            case Recognition.Stranger stranger -> Code.CLIENT_UNKNOWN;
        };
    }
}

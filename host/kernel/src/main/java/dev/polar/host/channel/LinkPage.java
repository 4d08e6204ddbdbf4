package dev.polar.host.channel;

import dev.polar.host.http.Address;
import dev.polar.host.http.Answer;
import dev.polar.host.http.Strangers;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /link?code=...}: a person following the link, and nobody who only looks ahead, turns it into a session. */
final class LinkPage extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(LinkPage.class);

    private final WebSessions sessions;
    private final Strangers strangers;

    LinkPage(WebSessions sessions, Strangers strangers) {
        this.sessions = sessions;
        this.strangers = strangers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        if (!request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            Answer.empty(response, callback, 405);
        } else if (!isFollowed(request.getHeaders())) {
            Problems.answer(
                    response,
                    callback,
                    new Refusal(Code.ORIGIN_FORBIDDEN, "a link is opened, not fetched ahead", "open it in a browser"));
        } else {
            open(request, response, callback);
        }
        return true;
    }

    private void open(Request request, Response response, Callback callback) throws Exception {
        var code = code(request);
        try {
            var session = sessions.open(code);
            var headers = response.getHeaders();
            headers.put(
                    HttpHeader.SET_COOKIE,
                    Visitor.COOKIE + "=" + session.secret() + "; Path=/; Max-Age="
                            + WebSessions.SESSION_LIFE.toSeconds() + "; HttpOnly; SameSite=Strict"
                            + (Address.own(request).startsWith("https:") ? "; Secure" : ""));
            headers.put(HttpHeader.LOCATION, "/");
            Answer.empty(response, callback, 303);
        } catch (Refusal refusal) {
            if (refusal.code() == Code.SESSION_UNKNOWN) {
                strangers.turnedAway(request, refusal.code());
            }
            Problems.answer(response, callback, refusal);
        } catch (RuntimeException fault) {
            LOG.error("a link could not be opened", fault);
            var internal = new Refusal(Code.INTERNAL, "the host failed", "its log has the cause");
            Problems.answer(response, callback, internal);
        }
    }

    /** Fetch metadata and Sec-Purpose (Fetch standard) tell a navigation from a prefetch, an image or a script. */
    private static boolean isFollowed(HttpFields headers) {
        var destination = headers.get("Sec-Fetch-Dest");
        return (destination == null || destination.equals("document"))
                && headers.get("Sec-Purpose") == null
                && headers.get("Purpose") == null
                && headers.get("X-Moz") == null;
    }

    private static String code(Request request) throws Exception {
        return Optional.ofNullable(Request.getParameters(request).getValue("code"))
                .orElse("");
    }
}

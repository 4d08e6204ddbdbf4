package dev.polar.host.channel;

import dev.polar.host.http.Address;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Whether a request comes from this host's own page, and in whose session. */
final class Visitor {
    static final String COOKIE = "polar_session";

    private final WebSessions sessions;

    Visitor(WebSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * The session of a request that its own page made.
     *
     * @throws Refusal {@code ORIGIN_FORBIDDEN}, {@code SESSION_UNKNOWN}
     */
    WebSessions.Session require(Request request) {
        requireOwnPage(Address.own(request), request.getHeaders());
        var cookies = Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue)
                .toList();
        if (cookies.size() != 1) {
            throw unknown();
        }
        return sessions.find(cookies.getFirst()).orElseThrow(Visitor::unknown);
    }

    /** Origin where there is one, what the browser says of the fetch's site otherwise; a request with neither is foreign. */
    private static void requireOwnPage(String own, HttpFields headers) {
        var origin = headers.get(HttpHeader.ORIGIN);
        var site = headers.get("Sec-Fetch-Site");
        var same = origin != null ? origin.equals(own) : "same-origin".equals(site);
        if (!same || site != null && !site.equals("same-origin")) {
            throw new Refusal(
                    Code.ORIGIN_FORBIDDEN, "the request does not come from this host's own page", "open " + own + "/");
        }
    }

    private static Refusal unknown() {
        return new Refusal(
                Code.SESSION_UNKNOWN,
                "this browser has no session here, or it is over",
                "polar up --demo prints a link");
    }
}

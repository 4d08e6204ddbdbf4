package dev.polar.host.channel;

import dev.polar.host.http.Answer;
import dev.polar.host.http.Strangers;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /channels/web/...}: the route and the plugin's state come before anything that was sent is looked at. */
final class ChannelHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelHandler.class);
    private static final Pattern ROUTE = Pattern.compile("/channels/web/([A-Za-z0-9_-]{1,48})(/events|/approvals)?");

    private final Snapshots snapshots;
    private final Visitor visitor;
    private final Receiving receiving;
    private final Pressing pressing;
    private final EventStream events;
    private final Strangers strangers;
    private final InstantSource clock;

    ChannelHandler(
            Snapshots snapshots,
            Visitor visitor,
            Receiving receiving,
            Pressing pressing,
            EventStream events,
            Strangers strangers,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.visitor = visitor;
        this.receiving = receiving;
        this.pressing = pressing;
        this.events = events;
        this.strangers = strangers;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var route = ROUTE.matcher(request.getHttpURI().getCanonicalPath());
        if (!route.matches()) {
            Answer.empty(response, callback, 404);
            return true;
        }
        var toEvents = "/events".equals(route.group(2));
        if (!request.getMethod().equals(toEvents ? "GET" : "POST")) {
            response.getHeaders().put("Allow", toEvents ? "GET" : "POST");
            Answer.empty(response, callback, 405);
            return true;
        }
        var served = Served.now(snapshots, clock);
        if (served.isEmpty()) {
            Answer.empty(response, callback, 503);
            return true;
        }
        try {
            var account = account(route.group(1));
            if (toEvents) {
                var session = visitor.require(request);
                requirePlace();
                events.show(account.name(), session, request, response, callback);
            } else if (route.group(2) != null) {
                pressing.press(account, request);
                Answer.empty(response, callback, 204);
            } else {
                receiving.receive(served.get(), account, request);
                Answer.empty(response, callback, 202);
            }
        } catch (Refusal refusal) {
            if (refusal.code() == Code.SESSION_UNKNOWN || refusal.code() == Code.ORIGIN_FORBIDDEN) {
                strangers.turnedAway(request, refusal.code());
            }
            refuse(refusal, response, callback);
        } catch (RuntimeException fault) {
            LOG.error("a request to the web channel failed", fault);
            refuse(new Refusal(Code.INTERNAL, "the host failed", "its log has the cause"), response, callback);
        }
        return true;
    }

    private static void refuse(Refusal refusal, Response response, Callback callback) {
        if (response.isCommitted()) {
            callback.failed(refusal);
        } else {
            Problems.answer(response, callback, refusal);
        }
    }

    private static ChannelAccount account(String name) {
        if (!name.equals(WebChannel.ACCOUNT)) {
            throw new Refusal(
                    Code.CHANNEL_UNKNOWN, "the web channel has no account '" + name + "'", "use " + WebChannel.ACCOUNT);
        }
        return new ChannelAccount(WebRooms.KIND, name);
    }

    private void requirePlace() {
        if (events.isFull()) {
            throw new Refusal(Code.RATE_LIMITED, "too many pages are open", "close some");
        }
    }
}

package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.child.RestartBudget;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One server of a package: open while it can be, opened again when it is asked and has ended. */
final class ServerLink {
    /** How a link tells its generation. */
    interface Events {
        void offerChanged();

        void resourcesChanged();

        /** What stands at an address that was subscribed to. */
        void resourceUpdated(String uri);

        void spent(Refusal why);
    }

    private static final Duration ANOTHER_TRY = Duration.ofMinutes(1);

    private final String label;
    private final String server;
    private final Optional<String> origin;
    private final Connection.Opener opener;
    private final InstantSource clock;
    private final UnaryOperator<String> masked;
    private final Events events;
    private final Relisting relisting;
    private final Idling idling;
    private final UnderWay underWay = new UnderWay();
    private final Subscribed subscribed;
    private final Unasked.Hearing hearing;
    private final RestartBudget budget = new RestartBudget();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Optional<Connection> connection = Optional.empty();
    private volatile Optional<Connection.Line> line = Optional.empty();
    /** Whether it was said that lists changed before there was anybody to ask. */
    private volatile boolean missed;

    private volatile Listed listed;
    private volatile Instant goodUntil = Instant.MIN;
    private final Pinned pinned;
    private volatile Optional<Refusal> over = Optional.empty();
    private final Loudness loudness = new Loudness();

    /** A call under way, and the session that it belongs to. */
    record Sent(Exchange exchange, McpSession session) {}

    /**
     * @param label for people
     * @param server its key in {@code mcp.json}
     * @param origin of a remote server
     * @param granted what the server may ask clients for
     * @param idle how long nobody calls before it is let go; empty for never
     * @param masked takes the plugin's secrets out of what it says of itself: that is stored, and shown to agents
     */
    ServerLink(
            String label,
            String server,
            Optional<String> origin,
            Connection.Opener opener,
            InstantSource clock,
            Set<Inquiry> granted,
            Optional<Duration> idle,
            UnaryOperator<String> masked,
            Events events) {
        this.label = label;
        this.server = server;
        this.origin = origin;
        this.opener = opener;
        this.clock = clock;
        this.masked = masked;
        this.events = events;
        this.relisting = new Relisting("relist " + label, this::relist);
        this.idling = new Idling(idle, this::rest);
        this.subscribed = new Subscribed(label, this::opened, events::resourceUpdated);
        this.hearing = new Unasked.Hearing(label, relisting::soon, subscribed::told, underWay, granted, masked);
        this.pinned = new Pinned(label);
        this.listed = Listed.nothing(server, origin);
    }

    String label() {
        return label;
    }

    String server() {
        return server;
    }

    ServerOffer offer() {
        return listed.offer();
    }

    /** Whether the server says that it can do that. */
    boolean can(String capability) {
        return listed.capabilities().contains(capability);
    }

    /** What it has to be read, as it was last listed. */
    List<JsonObject> resources() {
        return listed.resources();
    }

    /** Opens the session and lists the tools. */
    void start(Instant deadline) {
        open(deadline);
    }

    /** Whoever calls begins, sends as often as it takes, and ends. */
    UnderWay.Part begin(Call call, Instant deadline) {
        var part = underWay.begin(call, deadline);
        idling.used();
        return part;
    }

    void end(UnderWay.Part part) {
        underWay.end(part);
        idling.used();
    }

    /** What becomes of all that the server says beside its answers. */
    Unasked.Hearing hearing() {
        return hearing;
    }

    /** Sends a call of a tool, as {@link #send}. */
    Sent call(String tool, UnderWay.Part part, Optional<Aside.Input> input) {
        return send(Optional.of(FeatureName.tool(tool)), part, input, (session, around) -> {
            var arguments = part.call().arguments();
            return session.call(
                    tool,
                    arguments,
                    around,
                    listed.headers().getOrDefault(tool, HeaderParameters.NONE).headers(arguments));
        });
    }

    /**
     * Sends a request.
     *
     * @param what of it is asked, as far as that is approved by itself
     * @param input what its caller was asked for, if the server asked
     * @throws Refusal {@code CIRCUIT_OPEN}, {@code PLUGIN_QUARANTINED} if the server is gone and cannot be opened now
     */
    Sent send(
            Optional<FeatureName> what,
            UnderWay.Part part,
            Optional<Aside.Input> input,
            BiFunction<McpSession, Around, Ask> request) {
        var session = upToDate(part.deadline());
        what.ifPresentOrElse(pinned::require, pinned::requireServer);
        part.call().aside().hears().ifPresent(least -> loudness.need(session, least, part.deadline()));
        return new Sent(session.send(request.apply(session, new Around(part, hearing, input))), session);
    }

    /**
     * Has it say when what stands at an address changes.
     *
     * @param asking asks for it, where that is a request of its own
     */
    void subscribe(String uri, UnderWay.Part part, Supplier<Reply> asking) {
        var session = upToDate(part.deadline());
        pinned.requireServer();
        subscribed.add(uri, session, part.deadline(), asking);
    }

    /** Nobody wants to hear of that address any more, unless somebody does by now. */
    void unsubscribe(String uri, BooleanSupplier wanted) {
        subscribed.remove(uri, wanted);
    }

    private Optional<McpSession> opened() {
        return connection
                .map(Connection::session)
                .filter(session -> session.peer().ended().isEmpty());
    }

    /** Holds it to what was approved of it: what is not that is not called, whoever has been told already. */
    void pin(ServerOffer approved) {
        pinned.to(approved);
    }

    /** A session with a list that has not aged: what changed since is found out before anything is sent. */
    private McpSession upToDate(Instant deadline) {
        var session = session(deadline);
        if (!aged()) {
            return session;
        }
        lock(deadline);
        try {
            return aged() ? listed(session, deadline) : session;
        } finally {
            opening.unlock();
        }
    }

    private boolean aged() {
        return clock.instant().isAfter(goodUntil);
    }

    private McpSession listed(McpSession session, Instant deadline) {
        try {
            list(session, deadline);
            return session;
        } catch (Refusal refusal) {
            var lost = Long.toString(HttpAnswer.SESSION_LOST)
                    .equals(refusal.details().get("rpcCode"));
            if (!lost || !renewed(session, deadline)) {
                throw refusal;
            }
            var fresh = session(deadline);
            list(fresh, deadline);
            return fresh;
        }
    }

    /** Opens the session again that the server forgot; whether it is worth another try. */
    boolean renewed(McpSession forgotten, Instant deadline) {
        if (!(forgotten.peer() instanceof HttpPeer http) || !http.canForget()) {
            return false;
        }
        lock(deadline);
        try {
            var open = connection;
            if (open.isPresent() && open.get().session() == forgotten) {
                var session = new Greeting(label, hearing.granted(), deadline).shakeHands(http, Revision.HANDSHAKE);
                connection = Optional.of(new Connection(session, open.get().line()));
                subscribed.renew(session);
            }
            return true;
        } finally {
            opening.unlock();
        }
    }

    private McpSession session(Instant deadline) {
        over.ifPresent(why -> {
            throw why;
        });
        var open = connection;
        if (open.isPresent() && open.get().session().peer().ended().isEmpty()) {
            return open.get().session();
        }
        lock(deadline);
        try {
            return reopened(deadline);
        } finally {
            opening.unlock();
        }
    }

    private void lock(Instant deadline) {
        try {
            var patience = Duration.between(Instant.now(), deadline);
            if (!opening.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(Code.TOOL_TIMEOUT, label + " was not ready before the deadline", "try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + label + " was interrupted", "try again");
        }
    }

    private McpSession reopened(Instant deadline) {
        over.ifPresent(why -> {
            throw why;
        });
        var gone = connection;
        if (gone.isPresent() && gone.get().session().peer().ended().isEmpty()) {
            return gone.get().session();
        }
        if (idling.wakes()) {
            return open(deadline);
        }
        var why = gone.flatMap(dead -> dead.session().peer().ended())
                .map(Refusal::getMessage)
                .orElse(label + " did not start");
        switch (budget.ask(clock.instant())) {
            case RestartBudget.Say.Go go -> {}
            case RestartBudget.Say.Wait wait ->
                // Not a failure of the plugin's: such a call was not tried, and must not open the breaker before the
                // budget is spent.
                throw new Refusal(
                        Code.CIRCUIT_OPEN,
                        why + "; it is started again in " + (wait.howLong().toMillis() + 999) / 1000 + " s",
                        "try again then",
                        Map.of("retryAfterMillis", Long.toString(wait.howLong().toMillis())));
            case RestartBudget.Say.Spent spent -> {
                var refusal = new Refusal(
                        Code.PLUGIN_QUARANTINED,
                        label + " ended too often in a minute and is not started again: " + why,
                        "polar inspect shows its log; polar enable starts it anew");
                over = Optional.of(refusal);
                events.spent(refusal);
                throw refusal;
            }
        }
        connection = Optional.empty();
        gone.ifPresent(dead -> dead.line().close());
        return open(deadline);
    }

    private McpSession open(Instant deadline) {
        var fresh = opener.open(this::begun, hearing, deadline);
        try {
            list(fresh.session(), deadline);
        } catch (Refusal refusal) {
            fresh.line().close();
            throw refusal;
        }
        connection = Optional.of(fresh);
        if (missed) {
            relisting.soon();
        }
        idling.watch();
        subscribed.renew(fresh.session());
        return fresh.session();
    }

    /**
     * Ends the session unless somebody calls. Whoever calls says so first and looks for the session afterwards, so one of us
     * sees the other; nobody opens another before this one has gone.
     */
    private boolean rest() {
        if (!opening.tryLock()) {
            return false;
        }
        try {
            var open = connection;
            connection = Optional.empty();
            if (open.isEmpty() || over.isPresent() || !underWay.isEmpty() || !subscribed.isEmpty()) {
                connection = open;
                return false;
            }
            open.get().line().close();
            return true;
        } finally {
            opening.unlock();
        }
    }

    /** Whoever ends this link says so first and looks for the line afterwards, so one of us sees the other. */
    private void begun(Connection.Line fresh) {
        line = Optional.of(fresh);
        over.ifPresent(why -> {
            fresh.cut();
            throw why;
        });
    }

    private void relist() {
        missed = true; // before looking, so that whoever opens it meanwhile sees this or is seen
        var open = connection;
        if (open.isPresent()) {
            missed = false;
            var deadline = Instant.now().plusSeconds(30);
            try {
                if (opened().isEmpty() && !subscribed.isEmpty()) {
                    session(deadline); // somebody waits for what it says, and nobody calls
                } else {
                    list(open.get().session(), deadline);
                }
            } catch (Refusal refusal) {
                // The old list stands: it is what was approved, and a server that lists nothing gains nothing.
                if (!subscribed.isEmpty() && over.isEmpty()) {
                    relisting.after(ANOTHER_TRY);
                }
            }
        }
    }

    private void list(McpSession session, Instant deadline) {
        var before = listed;
        var fresh = Listed.by(session, server, origin, masked, deadline).after(before);
        boolean first = goodUntil.equals(Instant.MIN);
        listed = fresh;
        goodUntil = clock.instant().plus(fresh.lives());
        pinned.offered(fresh.offer());
        relisting.after(fresh.lives());
        if (!first && fresh.differs(before)) {
            events.offerChanged();
        } else if (!first && !fresh.resources().equals(before.resources())) {
            events.resourcesChanged();
        }
    }

    /** Ends the session for good; what stayed, in words. */
    List<String> close() {
        stop();
        return line.map(Connection.Line::close).orElse(List.of());
    }

    /** The same, at once, also while the server is still starting. */
    List<String> cut() {
        stop();
        return line.map(Connection.Line::cut).orElse(List.of());
    }

    private void stop() {
        relisting.end();
        idling.end();
        subscribed.end();
        over = Optional.of(new Refusal(Code.PLUGIN_DISABLED, label + " was stopped", ""));
    }
}

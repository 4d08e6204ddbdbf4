package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
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

    private final String label;
    private final String server;
    private final Events events;
    private final UnderWay underWay = new UnderWay();
    private final Subscribed subscribed;
    private final Unasked.Hearing hearing;
    private final Repertoire repertoire;
    private final Presence presence;
    private final BringingBack bringingBack;
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
        this.events = events;
        this.repertoire = new Repertoire(label, server, origin, masked, clock, events, new Repertoire.Asked() {
            @Override
            public Optional<McpSession> session(Instant deadline) {
                return toAsk(deadline);
            }

            @Override
            public boolean awaited() {
                return isAwaited();
            }
        });
        this.bringingBack = new BringingBack(label, this::isAwaited, this::wake);
        this.subscribed = new Subscribed(label, this::open, events::resourceUpdated);
        this.hearing = new Unasked.Hearing(label, repertoire::changed, subscribed::told, underWay, granted, masked);
        this.presence = new Presence(label, opener, hearing, clock, idle, new Presence.Life() {
            @Override
            public void opening(McpSession session, Instant deadline) {
                repertoire.list(session, deadline);
            }

            @Override
            public void opened(McpSession session) {
                repertoire.opened();
                subscribed.renew(session);
            }

            @Override
            public boolean inUse() {
                return !underWay.isEmpty() || !subscribed.isEmpty();
            }

            @Override
            public void lost() {
                bringingBack.begin();
            }

            @Override
            public void spent(Refusal why) {
                events.spent(why);
            }
        });
    }

    private Optional<McpSession> open() {
        return presence.open();
    }

    /** Whether somebody waits for what it says though nobody calls. */
    private boolean isAwaited() {
        return !subscribed.isEmpty() && !presence.isOver();
    }

    private Optional<McpSession> toAsk(Instant deadline) {
        if (presence.there().isPresent() && presence.open().isEmpty() && !subscribed.isEmpty()) {
            presence.session(deadline); // which lists; somebody waits for what it says, and nobody calls
            return Optional.empty();
        }
        return presence.there();
    }

    String label() {
        return label;
    }

    String server() {
        return server;
    }

    ServerOffer offer() {
        return repertoire.listed().offer();
    }

    /** Whether the server says that it can do that. */
    boolean can(String capability) {
        return repertoire.listed().capabilities().contains(capability);
    }

    /** What it has to be read, as it was last listed. */
    List<JsonObject> resources() {
        return repertoire.listed().resources();
    }

    /** Opens the session and lists the tools. */
    void start(Instant deadline) {
        presence.open(deadline);
    }

    /** Is shown as it was approved, and opens its session when it is first called. */
    void rest(ServerOffer approved) {
        repertoire.approved(approved);
        presence.rests();
    }

    /** Opens the session if it rests. */
    void wake(Instant deadline) {
        presence.session(deadline);
    }

    /** How it is, in words. */
    String state() {
        return presence.state();
    }

    /** Why it is not started any more: it ended too often. */
    Optional<Refusal> fallen() {
        return presence.spent();
    }

    /** It is shown again, and started when it is called. */
    void anew() {
        presence.anew();
        events.offerChanged();
        bringingBack.begin();
    }

    /** Whoever calls begins, sends as often as it takes, and ends. */
    UnderWay.Part begin(Call call, Instant deadline) {
        var part = underWay.begin(call, deadline);
        presence.used();
        return part;
    }

    void end(UnderWay.Part part) {
        underWay.end(part);
        presence.used();
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
                    repertoire
                            .listed()
                            .headers()
                            .getOrDefault(tool, HeaderParameters.NONE)
                            .headers(arguments));
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
        repertoire.require(what);
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
        repertoire.require(Optional.empty());
        subscribed.add(uri, session, part.deadline(), asking);
    }

    /** Nobody wants to hear of that address any more, unless somebody does by now. */
    void unsubscribe(String uri, BooleanSupplier wanted) {
        subscribed.remove(uri, wanted);
    }

    /**
     * A file of a skill, for whoever decides about it: no call of anybody's, and held against nothing yet.
     *
     * @throws Refusal {@code RESULT_INVALID}, or what the server says
     */
    byte[] skillFile(String uri, Instant deadline) {
        presence.used();
        var session = presence.session(deadline);
        var params = StrictJson.provider().createObjectBuilder().add("uri", uri).build();
        var reply = session.send(new Ask("resources/read", session.withMeta(params, Map.of())))
                .await(deadline);
        return SkillFile.read(label, uri, reply, hearing.masked());
    }

    /** Holds it to what was approved of it: what is not that is not called, whoever has been told already. */
    void pin(ServerOffer approved) {
        repertoire.pin(approved);
    }

    /** A session with a list that has not aged: what changed since is found out before anything is sent. */
    private McpSession upToDate(Instant deadline) {
        var session = presence.session(deadline);
        return repertoire.aged()
                ? presence.alone(deadline, () -> repertoire.aged() ? listed(session, deadline) : session)
                : session;
    }

    private McpSession listed(McpSession session, Instant deadline) {
        try {
            repertoire.list(session, deadline);
            return session;
        } catch (Refusal refusal) {
            var lost = Long.toString(HttpAnswer.SESSION_LOST)
                    .equals(refusal.details().get("rpcCode"));
            if (!lost || !renewed(session, deadline)) {
                throw refusal;
            }
            var fresh = presence.session(deadline);
            repertoire.list(fresh, deadline);
            return fresh;
        }
    }

    /** Opens the session again that the server forgot; whether it is worth another try. */
    boolean renewed(McpSession forgotten, Instant deadline) {
        return presence.renewed(forgotten, deadline);
    }

    /** Ends the session for good; what stayed, in words. */
    List<String> close() {
        repertoire.end();
        subscribed.end();
        return presence.end(Connection.Line::close);
    }

    /** The same, at once, also while the server is still starting. */
    List<String> cut() {
        repertoire.end();
        subscribed.end();
        return presence.end(Connection.Line::cut);
    }
}

package dev.polar.host.channel;

import dev.polar.adminapi.WebLink;
import dev.polar.host.approval.DecidingInChat;
import dev.polar.host.audit.Journal;
import dev.polar.host.http.Strangers;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.work.Inbox;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/** The web channel, from the link in the terminal to the page that shows answers. */
public final class WebChannel implements AutoCloseable {
    static final String ACCOUNT = "default";

    private final Snapshots snapshots;
    private final Supplier<String> address;
    private final InstantSource clock;
    private final WebSessions sessions;
    private final WebRooms rooms;
    private final Cards cards;
    private final EventStream events;
    private final Map<String, Handler> handlers;

    /**
     * Wires it; nothing runs before {@link #start}.
     *
     * @param rooms the same that the gate has as its carrier
     * @param cards the same that new approval requests are told to
     * @param address where the front doors are, {@code http://127.0.0.1:7777}; asked once they are open
     */
    public WebChannel(
            Database database,
            Journal journal,
            MasterKey masterKey,
            Snapshots snapshots,
            WebRooms rooms,
            Cards cards,
            DecidingInChat deciding,
            Inbox inbox,
            Supplier<String> address,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.address = address;
        this.clock = clock;
        this.rooms = rooms;
        this.sessions = new WebSessions(database, journal, masterKey, clock);
        this.cards = cards;
        this.events = new EventStream(rooms, cards, clock);
        var visitor = new Visitor(sessions);
        var receiving = new Receiving(visitor, inbox, rooms, clock);
        var pressing = new Pressing(visitor, cards, deciding, journal);
        var strangers = new Strangers(journal);
        this.handlers = Map.of(
                "/", new WebPage(snapshots, clock),
                "/link", new LinkPage(sessions, strangers),
                "/channels/web/*",
                        new ChannelHandler(snapshots, visitor, receiving, pressing, events, strangers, clock));
    }

    /** What to mount, by path. */
    public Map<String, Handler> handlers() {
        return handlers;
    }

    public void start() {
        rooms.start();
        cards.start();
    }

    /**
     * A link that opens the page as that person: once, within five minutes.
     *
     * @param by who asks for it
     * @throws Refusal {@code PLUGIN_DISABLED} while the web channel is off, {@code PLUGIN_REVOKED}
     */
    public WebLink newLink(String person, Caller.Operator by) {
        if (Served.now(snapshots, clock).isEmpty()) {
            throw Served.off(snapshots);
        }
        var link = sessions.newLink(person, by);
        return new WebLink(
                address.get() + "/link?code=" + link.secret(), link.expiresAt().toString(), person);
    }

    /** Ends every open page's stream; before the front doors close, or they wait for them. */
    @Override
    public void close() {
        events.close();
        cards.close();
        rooms.close();
    }
}

package dev.polar.host.channel;

import dev.polar.host.audit.Draft;
import dev.polar.host.http.Traces;
import dev.polar.host.work.Inbox;
import dev.polar.host.work.Room;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.SignatureScheme;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** {@code POST /channels/web/<account>}: from the request to rows in the inbox. Whatever this throws, nothing was kept. */
final class Receiving {
    private static final int LONGEST_TEXT = 64 << 10;
    private static final int LONGEST_KEY = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Visitor visitor;
    private final Inbox inbox;
    private final WebRooms rooms;
    private final InstantSource clock;

    Receiving(Visitor visitor, Inbox inbox, WebRooms rooms, InstantSource clock) {
        this.visitor = visitor;
        this.inbox = inbox;
        this.rooms = rooms;
        this.clock = clock;
    }

    void receive(Served served, ChannelAccount account, Request request) throws IOException {
        var posted = Posted.read(request);
        var person = visitor.require(request).person();
        for (var message : decode(served, account, posted, person)) {
            require(message, person);
            keep(served, account, message);
        }
    }

    private void keep(Served served, ChannelAccount account, Inbound message) {
        if (!served.mayReceive(account.name(), message.room())) {
            throw new Refusal(
                    Code.PERMISSION_DENIED,
                    Served.PLUGIN + " may not receive in this room",
                    "polar inspect " + Served.PLUGIN);
        }
        var room = new Room(account.kind(), account.name(), message.room());
        var facts = served.facts();
        var user = new Caller.ChannelUser(account.kind(), account.name(), message.room(), message.user());
        var record = Draft.of(Category.CHANNEL, "receive")
                .caller(user, "session")
                .session(room.session())
                .channel(account.kind(), account.name(), message.room(), Optional.of(message.dedupeKey()))
                .plugin(
                        facts.plugin().name(),
                        facts.version(),
                        facts.epoch(),
                        facts.digest(),
                        facts.level().label(),
                        facts.enforcement())
                .personalFact("text", message.text())
                .allowed();
        inbox.accept(
                room,
                message,
                record,
                Traces.of(Optional.empty()),
                transaction -> rooms.heard(transaction, account.name(), message));
    }

    private List<Inbound> decode(Served served, ChannelAccount account, Posted posted, String person) {
        var json = posted.json();
        var generation = served.channel().generation();
        var caller = new Caller.ChannelUser(account.kind(), account.name(), person, person);
        var decoded = generation.enter(caller, clock.instant().plus(PATIENCE), () -> {
            var adapter = Optional.ofNullable(generation.channels().get(account.kind()))
                    .filter(offered -> offered.code().scheme(account) instanceof SignatureScheme.Session)
                    .orElseThrow(() -> broken("offers no adapter that relies on the host's session"));
            var bound = Optional.of(adapter.binding().apply(json));
            return adapter.code().decode(new RawRequest(posted.headers(), posted.body(), bound, person), account);
        });
        return switch (decoded) {
            case Decoded.Messages messages -> messages.messages();
            case Decoded.Ignored _ -> List.of();
            case Decoded.Handshake _ -> throw broken("wants a handshake that this channel does not have");
        };
    }

    /** The adapter translates; who wrote and where is what the session says. */
    private static void require(Inbound message, String person) {
        if (!message.user().equals(person) || !message.room().equals(person)) {
            throw broken("read a message as someone else's");
        }
        if (message.dedupeKey().isBlank()
                || message.dedupeKey().length() > LONGEST_KEY
                || message.dedupeKey().indexOf(0) >= 0
                || message.text().isBlank()
                || message.text().length() > LONGEST_TEXT
                || message.text().indexOf(0) >= 0) {
            throw Posted.invalid("the message is empty, too long or holds the character U+0000");
        }
    }

    private static Refusal broken(String what) {
        return new Refusal(Code.TOOL_FAILED, Served.PLUGIN + " " + what, "polar inspect " + Served.PLUGIN);
    }
}

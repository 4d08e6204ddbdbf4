package dev.polar.host.channel;

import dev.polar.host.approval.ApprovalRow;
import dev.polar.host.approval.ApprovalState;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Asked;
import dev.polar.host.approval.DecidingInChat;
import dev.polar.host.channel.Buttons.Decision;
import dev.polar.host.channel.Buttons.Place;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cards in rooms: a new request is shown, in the transaction that makes it, to who may decide it in a chat, with two
 * buttons, and without them to who asked. Once it is decided, wherever that was, its rooms are told.
 */
public final class Cards implements Asked, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);
    private static final String APPROVER = "channel:" + WebRooms.KIND + ":" + WebChannel.ACCOUNT + ":";
    private static final int MOST_ROOMS = 20;
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Database database;
    private final WebRooms rooms;
    private final Approvals approvals;
    private final DecidingInChat deciding;
    private final Buttons buttons;
    private final InstantSource clock;
    private Optional<Bell> bell = Optional.empty();

    public Cards(
            Database database,
            MasterKey key,
            WebRooms rooms,
            Approvals approvals,
            DecidingInChat deciding,
            InstantSource clock) {
        this.database = database;
        this.rooms = rooms;
        this.approvals = approvals;
        this.deciding = deciding;
        this.buttons = new Buttons(key);
        this.clock = clock;
    }

    synchronized void start() {
        bell = Optional.of(Bell.hang(database, Approvals.BELL, LOOK, this::look));
    }

    @Override
    public void asked(Transaction transaction, ApprovalRow row, Call call) {
        var card = card(row);
        var people = deciders(transaction, row);
        asker(call.caller()).ifPresent(person -> {
            people.remove(person);
            show(transaction, place(row, person), Optional.empty(), card.waiting());
        });
        for (var person : people) {
            var place = place(row, person);
            show(transaction, place, card.isForChats() ? Optional.of(hashes(place)) : Optional.empty(), card.asking());
        }
    }

    private Card card(ApprovalRow row) {
        return new Card(row, deciding.notHere(row, WebRooms.KIND).map(Refusal::getMessage));
    }

    /** Whoever in this account the request takes the word of, as far as they can be named or have a session. */
    private SortedSet<String> deciders(Transaction transaction, ApprovalRow row) {
        var people = new TreeSet<String>();
        for (var pattern : row.approvers().patterns()) {
            if (pattern.startsWith(APPROVER) && !pattern.contains("*")) {
                people.add(pattern.substring(APPROVER.length()));
            } else if (pattern.contains("*")) {
                WebTable.present(transaction, clock.instant()).stream()
                        .filter(person -> row.approvers().names(APPROVER + person))
                        .forEach(people::add);
            }
        }
        while (people.size() > MOST_ROOMS) {
            people.removeLast();
        }
        return people;
    }

    private static Optional<String> asker(Caller caller) {
        return switch (caller) {
            case Caller.OtherPlugin plugin -> asker(plugin.behalf());
            case Caller.ChannelUser user ->
                Optional.of(user.user())
                        .filter(person -> user.kind().equals(WebRooms.KIND)
                                && user.account().equals(WebChannel.ACCOUNT)
                                && user.room().equals(person));
            case Caller.Operator o -> Optional.empty();
            case Caller.Client c -> Optional.empty();
            case Caller.Schedule s -> Optional.empty();
        };
    }

    /** Everyone's room in the web channel is named after them. */
    private static Place place(ApprovalRow row, String person) {
        return new Place(row.id(), WebChannel.ACCOUNT, person, person);
    }

    private CardTable.Hashes hashes(Place place) {
        return new CardTable.Hashes(
                buttons.hash(buttons.value(place, Decision.APPROVE)),
                buttons.hash(buttons.value(place, Decision.DENY)));
    }

    private void show(Transaction transaction, Place place, Optional<CardTable.Hashes> hashes, String text) {
        CardTable.insert(transaction, place, hashes);
        rooms.told(transaction, place.account(), place.room(), place.approval(), text);
    }

    /** What a page is sent: a message as it is, a card with its buttons while they can be pressed. */
    String event(WebMessage message, String account, String person) {
        if (!message.isCard()) {
            return message.event("message", message.data());
        }
        var card = StrictJson.object(message.text().getBytes(StandardCharsets.UTF_8), LIMITS);
        var data = StrictJson.provider().createObjectBuilder(card).add("id", Long.toString(message.seq()));
        var place = new Place(card.getString("request"), account, person, person);
        if (!card.containsKey("state") && database.read(transaction -> CardTable.hasButtons(transaction, place))) {
            data.add("approve", buttons.value(place, Decision.APPROVE))
                    .add("deny", buttons.value(place, Decision.DENY));
        }
        return message.event("approval", data.build());
    }

    /** The button that carries it, if this host made it. */
    Optional<CardTable.Button> button(String value) {
        return database.read(transaction -> CardTable.button(transaction, buttons.hash(value)))
                .filter(button -> buttons.isOf(button.place(), button.decision(), value));
    }

    private void look() {
        try {
            closeDecided();
        } catch (RuntimeException e) {
            LOG.warn("cards wait to be closed: {}", e.toString());
        }
    }

    private void closeDecided() {
        for (var place : database.read(CardTable::open)) {
            var row = approvals.find(place.approval());
            if (row.state() != ApprovalState.PROPOSED) {
                database.write(transaction -> {
                    if (CardTable.close(transaction, place, clock.instant())) {
                        tell(transaction, place, "closed", card(row).closed());
                    }
                    return place;
                });
            }
        }
    }

    /** A button did what it stands for; if others have to say yes too, its room is told. */
    void pressed(Place place, ApprovalRow row) {
        database.write(transaction -> {
            if (CardTable.press(transaction, place, clock.instant()) && row.state() == ApprovalState.PROPOSED) {
                tell(transaction, place, "pressed", card(row).waitingForAnother());
            }
            return place;
        });
        look();
    }

    /** Says once in a card's room what became of it. */
    private void tell(Transaction transaction, Place place, String what, String text) {
        rooms.told(transaction, place.account(), place.room(), place.approval() + "/" + what, text);
    }

    @Override
    public synchronized void close() {
        bell.ifPresent(Bell::close);
        bell = Optional.empty();
    }
}

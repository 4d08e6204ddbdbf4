package dev.polar.host.channel;

import dev.polar.host.gate.Carrier;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.Inbound;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.ChannelAccess;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each room of the web channel saw last, and whoever watches it now. Sending to the web channel is putting a message
 * here: there is no platform beyond it that could lose it.
 */
public final class WebRooms implements Carrier, AutoCloseable {
    static final String KIND = "web";
    private static final String BELL = "polar_web";
    private static final int KEPT = 200;

    private final Database database;
    private final Snapshots snapshots;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private Optional<Bell> bell = Optional.empty();

    public WebRooms(Database database, Snapshots snapshots) {
        this.database = database;
        this.snapshots = snapshots;
    }

    synchronized void start() {
        bell = Optional.of(Bell.hang(database, BELL, Duration.ofSeconds(5), () -> watchers.forEach(Runnable::run)));
    }

    /** What a person wrote: shown to that person as it was recorded. */
    void heard(Transaction transaction, String account, Inbound message) {
        WebTable.add(transaction, account, message.room(), "user", message.dedupeKey(), message.text(), KEPT);
        Bell.ring(transaction, BELL);
    }

    /** What the host itself says in a room: a card, or what became of one. */
    void told(Transaction transaction, String account, String room, String origin, String text) {
        WebTable.add(transaction, account, room, WebMessage.CARD, origin, text, KEPT);
        Bell.ring(transaction, BELL);
    }

    @Override
    public Answer carry(Offered.Channel channel, Call call, Instant deadline) {
        var account = call.arguments().getString("account");
        var room = call.arguments().getString("room");
        if (!channel.target().name().equals(KIND)) {
            throw new Refusal(Code.CHANNEL_UNKNOWN, "nothing here sends to " + channel.target(), "polar status");
        }
        var access = new ChannelAccess(ChannelAccess.Verb.SEND, KIND, account, room);
        requireGrant(channel, access);
        call.usage().permission(access.text());
        var answer = new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.of(delivered(call)), false);
        return database.write(transaction -> {
            WebTable.add(
                    transaction,
                    account,
                    room,
                    "agent",
                    call.arguments().getString("message"),
                    call.arguments().getString("text"),
                    KEPT);
            Bell.ring(transaction, BELL);
            return answer;
        });
    }

    private void requireGrant(Offered.Channel channel, ChannelAccess access) {
        var plugin = channel.target().plugin();
        if (!(snapshots.current().standing(plugin).orElse(null) instanceof Standing.Live live)
                || live.verdict().grant().allowing(access).isEmpty()) {
            throw new Refusal(Code.PERMISSION_DENIED, plugin + " holds no " + access.text(), "polar inspect " + plugin);
        }
    }

    private static JsonValue delivered(Call call) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("message", call.arguments().getString("message"))
                .build();
    }

    List<WebMessage> after(String account, String room, long seq) {
        return database.read(transaction -> WebTable.after(transaction, account, room, seq));
    }

    /** Runs whenever a room may have something new, until the same is given to {@link #unwatch}. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    @Override
    public synchronized void close() {
        bell.ifPresent(Bell::close);
        bell = Optional.empty();
    }
}

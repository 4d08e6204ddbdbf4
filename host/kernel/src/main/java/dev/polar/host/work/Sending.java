package dev.polar.host.work;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Outcome;
import dev.polar.host.http.Traces;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One message of the outbox: sent through the gate, by the responder's plugin for whoever asked. What did not go out and
 * may go out later stays in its lane; what may or may not have gone out is {@code UNKNOWN} and not repeated.
 */
final class Sending implements Consumer<Item> {
    static final String BELL = "polar_outbox";
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration UNTIL_SERVED = Duration.ofSeconds(5);

    private final Database database;
    private final Journal journal;
    private final Gate gate;
    private final Snapshots snapshots;
    private final PluginId sender;
    private final LaneTable table = LaneTable.outbox();

    Sending(Database database, Journal journal, Gate gate, Snapshots snapshots, PluginId sender) {
        this.database = database;
        this.journal = journal;
        this.gate = gate;
        this.snapshots = snapshots;
        this.sender = sender;
    }

    @Override
    public void accept(Item item) {
        var target = target(item.room());
        if (target.isEmpty()) {
            giveBack(item, UNTIL_SERVED, false);
        } else if (item.attempts() > MOST_ATTEMPTS) {
            finish(item, "DEAD", item.draft("send.dead"));
        } else {
            var withheld = senderTakenBack();
            switch (gate.call(
                    withheld.map(why -> notice(item, target.get(), why)).orElseGet(() -> call(item, target.get())))) {
                case Outcome.Answered _
                when withheld.isPresent() ->
                    finish(
                            item,
                            "FAILED",
                            item.draft("send.withheld").error(withheld.get().code()));
                case Outcome.Answered _ ->
                    Persistence.untilWritten(
                            () -> database.write(transaction -> table.finish(transaction, item, "SENT")));
                case Outcome.Refused refused -> refused(item, refused.why());
            }
        }
    }

    private void refused(Item item, Refusal why) {
        if (Persistence.isPassing(why)) {
            giveBack(item, UNTIL_SERVED, false);
            return;
        }
        switch (why.code()) {
            // The gate has an open request; the same call claims its approval.
            case APPROVAL_REQUIRED -> giveBack(item, UNTIL_SERVED, false);
            case RATE_LIMITED,
                    CONCURRENCY_LIMITED,
                    CIRCUIT_OPEN,
                    BUDGET_EXCEEDED,
                    TARGET_UNKNOWN,
                    PLUGIN_DISABLED,
                    TRUST_STALE -> giveBack(item, Duration.ofSeconds(1L << item.attempts()), true);
            case TOOL_TIMEOUT, TOOL_FAILED, OUTCOME_UNKNOWN, NODE_FENCED ->
                finish(item, "UNKNOWN", item.draft("send.unknown").error(why.code()));
            default -> finish(item, "FAILED", item.draft("send.failed").error(why.code()));
        }
    }

    /** What took the plugin back that wrote what waits here, if something did. */
    private Optional<Refusal> senderTakenBack() {
        return snapshots.current().standing(sender).orElse(null) instanceof Standing.Out out
                ? Optional.of(out.why()).filter(why -> switch (why.code()) {
                    case PLUGIN_REVOKED, KEY_REVOKED, PUBLISHER_REVOKED -> true;
                    default -> false;
                })
                : Optional.empty();
    }

    /** What the person is told instead of the answer: the host's own words, as an answer to whoever asked. */
    private static Call notice(Item item, Target target, Refusal why) {
        return call(item, target, item.user(), "The answer is withheld. " + why.code() + ": " + why.getMessage());
    }

    private Call call(Item item, Target target) {
        return call(item, target, new Caller.OtherPlugin(sender, item.user()), item.text());
    }

    private Optional<Target> target(Room room) {
        return snapshots.current().channels().stream()
                .map(channel -> channel.target())
                .filter(target -> target.name().equals(room.kind()))
                .findFirst();
    }

    private static Call call(Item item, Target target, Caller caller, String text) {
        var arguments = StrictJson.provider()
                .createObjectBuilder()
                .add("account", item.room().account())
                .add("room", item.room().name())
                .add("text", text)
                .add("message", Long.toString(item.id()))
                .build();
        return new Call(
                IntentId.fresh().value(),
                target,
                arguments,
                caller,
                item.room().session(),
                Traces.within(item.trace()),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    private void finish(Item item, String state, Draft record) {
        Persistence.untilWritten(
                () -> journal.append(record, (transaction, seq) -> table.finish(transaction, item, state)));
    }

    private void giveBack(Item item, Duration pause, boolean counts) {
        database.write(transaction -> {
            table.giveBack(transaction, item, pause, counts);
            return item;
        });
    }
}

package dev.polar.host.approval;

import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** How a call comes to be approved: by an approval of exactly that call, or else by one request for it. */
public final class Asking {
    /** Open requests one caller may have. */
    public static final int MAX_OPEN = 5;

    private static final Duration LIFE = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final Voices voices;
    private final List<Asked> others = new CopyOnWriteArrayList<>();

    Asking(Database database, InstantSource clock, Voices voices) {
        this.database = database;
        this.clock = clock;
        this.voices = voices;
    }

    /** Whether a request for that call is to be made. */
    public sealed interface Opened {
        /** Not there yet; {@link Asking#insert} makes it. */
        record New(String id) implements Opened {}

        /** The same call was asked for before and waits. */
        record Waiting(String id) implements Opened {}

        /** The caller has too many open ones; this one is not made. */
        record TooMany() implements Opened {}
    }

    /** An approval that fits exactly that call, is not used up, and was given by whom it takes now. */
    public Optional<String> usable(ApprovalRequest request) {
        var digest = request.digest().toString();
        var approvers = request.demand().approvers();
        return database.read(transaction -> ApprovalTable.usable(transaction, digest, clock.instant())).stream()
                .filter(row -> approvers.suffice(voices.yes(row), request.caller()))
                .map(ApprovalRow::id)
                .findFirst();
    }

    /** Looks whether a request for that call waits already. */
    public Opened open(ApprovalRequest request) {
        return database.read(transaction -> {
            var now = clock.instant();
            var waiting = ApprovalTable.waiting(transaction, request.digest().toString(), now);
            if (waiting.isPresent()) {
                return new Opened.Waiting(waiting.get());
            }
            return ApprovalTable.countOpen(transaction, request.caller(), now) >= MAX_OPEN
                    ? new Opened.TooMany()
                    : new Opened.New(newId());
        });
    }

    /**
     * Makes the request, together with the record that says so.
     *
     * @throws Refusal {@code APPROVAL_REQUIRED} naming the one that somebody made for the same call meanwhile, or {@code
     *     RATE_LIMITED}
     */
    public void insert(Transaction transaction, String id, ApprovalRequest request) {
        var now = clock.instant();
        StepTable.lockCaller(transaction, request.caller());
        var waiting = ApprovalTable.waiting(transaction, request.digest().toString(), now);
        if (waiting.isEmpty() && ApprovalTable.countOpen(transaction, request.caller(), now) >= MAX_OPEN) {
            throw tooMany(request);
        }
        if (waiting.isPresent() || !StepTable.insert(transaction, id, request, now, now.plus(LIFE))) {
            throw required(
                    waiting.or(() -> ApprovalTable.waiting(
                                    transaction, request.digest().toString(), now))
                            .orElse(id),
                    request);
        }
        Bell.ring(transaction, Approvals.BELL);
    }

    /** Has each new request made known to that too, in the transaction that makes it. */
    public void alsoTo(Asked other) {
        others.add(other);
    }

    /** A request for that call was made in this transaction. */
    public void asked(Transaction transaction, String id, Call call) {
        var row = ApprovalTable.find(transaction, id, clock.instant()).orElseThrow(() -> Approvals.unknown(id));
        others.forEach(other -> other.asked(transaction, row, call));
    }

    /** What the caller of a call that waits for its approval is told. */
    public static Refusal required(String id, ApprovalRequest request) {
        var demand = request.demand();
        return new Refusal(
                Code.APPROVAL_REQUIRED,
                request.target() + " has to be approved (rule '" + demand.rule() + "'"
                        + (demand.reason().isEmpty() ? "" : ": " + demand.reason()) + "); then repeat the call",
                "polar approve " + id,
                Map.of("approval", id, "digest", request.digest().toString(), "rule", demand.rule()));
    }

    /** What a caller is told who has too many open requests. */
    public static Refusal tooMany(ApprovalRequest request) {
        return new Refusal(
                Code.RATE_LIMITED,
                request.caller() + " already has " + MAX_OPEN + " open approval requests",
                "polar approvals");
    }

    private static String newId() {
        return "ap-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 8);
    }
}

package dev.polar.host.opening;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code redact NAME} with {@code kind} ({@code caller}, a person's pseudonym, or {@code record}) and {@code reason}:
 * forgets what commitments hide, in that record or in all that have to do with that person. The records stay as they are,
 * and so does every proof. No name is signed or written: a statement is kept for good.
 */
public final class Redacting implements Change {
    static final String ACTION = "redact";
    private static final String PERSON = "user:";

    /** Of which one record of the log names the numbers, and commits with their going. */
    private static final int AT_ONCE = 500;

    private final PastRecords records;
    private final Openings openings;
    private final Journal journal;

    public Redacting(PastRecords records, Openings openings, Journal journal) {
        this.records = records;
        this.openings = openings;
        this.journal = journal;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.AUDIT;
    }

    @Override
    public Prepared prepare(Request request) {
        var kind = request.with().getOrDefault("kind", "");
        var reason = request.with().getOrDefault("reason", "");
        boolean person = kind.equals("caller") && request.object().startsWith(PERSON);
        if (reason.isBlank() || !person && !kind.equals("record")) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "what is erased is a record, or all of a person by their pseudonym, for a reason",
                    "polar audit erase --caller user:PSEUDONYM --reason TEXT");
        }
        var name = person ? request.object() : Disclosing.name(records.one(request.object()));
        var places = places(kind, request.object());
        int found = places.size();
        if (found == 0) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    person
                            ? "no record hides anything of that person"
                            : "that record hides nothing, or what it hid was erased",
                    "polar audit list shows callers as they are found, people by 'user:' and a pseudonym");
        }
        openings.requireNotHeld(places);
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("kind", kind)
                .add("name", name)
                .add("reason", reason)
                .build();
        return new Prepared(
                "redact:" + name,
                body,
                false,
                List.of(
                        "what " + found + (found == 1 ? " record hides" : " records hide")
                                + " is gone for good; the records and their proofs stay",
                        "backups made before still hold it"));
    }

    private Openings.Places places(String kind, String object) {
        return kind.equals("caller") ? openings.about(object) : openings.in(records.one(object));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var places = places(
                consent.body().getString("kind"), consent.statement().request().object());
        openings.requireNotHeld(places);
        var intent = IntentId.fresh();
        var draft = Draft.of(Category.AUDIT, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("kind", consent.body().getString("kind"))
                .fact("reason", consent.body().getString("reason"))
                .fact("consent", consent.digest().toString());
        journal.append(draft.asIntent(intent), consent::stored);
        int values = 0;
        try {
            for (var log : places.byLog().entrySet()) {
                values += forget(draft.during(intent), log.getKey(), List.copyOf(log.getValue()));
            }
        } catch (Refusal refusal) {
            journal.outcome(intent, draft.denied(refusal.code()).fact("values", values));
            throw refusal;
        }
        journal.outcome(intent, draft.fact("records", places.size()).fact("values", values));
        return new Done(
                "erased " + values + (values == 1 ? " value of " : " values of ") + places.size()
                        + (places.size() == 1 ? " record" : " records"),
                Map.of("records", Integer.toString(places.size()), "values", Integer.toString(values)),
                List.of("polar audit list --action redact"));
    }

    /** Which ones stands on record with each step, and each step is short: calls go on beside it. */
    private int forget(Draft draft, int log, List<Long> numbers) {
        var said = draft.fact("origin", openings.origin(log));
        int values = 0;
        var rest = new ArrayList<>(numbers);
        while (!rest.isEmpty()) {
            var some = List.copyOf(rest.subList(0, Math.min(AT_ONCE, rest.size())));
            values += journal.append(
                    said.fact("numbers", Openings.ranges(some)),
                    (transaction, seq) -> openings.forget(transaction, log, some));
            rest.subList(0, some.size()).clear();
        }
        return values;
    }
}

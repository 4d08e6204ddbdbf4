package dev.polar.host.session;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;

/** {@code session.clear NAME}: what the session took in counts no more, because an operator says that nobody has it now. */
public final class ClearingSession implements Change {
    private static final int LONGEST_NAME = 1_000;

    private final Sessions sessions;
    private final Journal journal;

    public ClearingSession(Sessions sessions, Journal journal) {
        this.sessions = sessions;
        this.journal = journal;
    }

    @Override
    public String action() {
        return "session.clear";
    }

    @Override
    public Category category() {
        return Category.POLICY;
    }

    @Override
    public Prepared prepare(Request request) {
        var session = request.object();
        if (session.length() > LONGEST_NAME) {
            throw unknown(session.substring(0, LONGEST_NAME));
        }
        var labels = sessions.inDatabase(session);
        if (labels.isEmpty()) {
            throw unknown(session);
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("session", session)
                .add("labels", StrictJson.provider().createArrayBuilder(Label.texts(labels)))
                .build();
        return new Prepared(
                "session:" + session,
                body,
                false,
                List.of("whatever it received it may still hold: clear it once the conversation has begun anew"));
    }

    private static Refusal unknown(String session) {
        return new Refusal(
                Code.NOT_FOUND, "session '" + CleanText.line(session) + "' has no labels", "polar session list");
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var session = consent.body().getString("session");
        journal.append(
                Draft.of(Category.POLICY, action())
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .session(session)
                        .allowed()
                        .fact("labels", consent.body().getJsonArray("labels"))
                        .fact("consent", consent.digest().toString()),
                (transaction, seq) -> {
                    consent.store(transaction);
                    sessions.clear(transaction, session);
                    return seq;
                });
        sessions.forget();
        return new Done("session " + CleanText.line(session) + " begins anew", Map.of("session", session), List.of());
    }
}

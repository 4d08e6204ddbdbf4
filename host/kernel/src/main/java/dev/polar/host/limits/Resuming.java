package dev.polar.host.limits;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Prepared;
import dev.polar.host.store.Database;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code resume NAME} with {@code kind} ({@code caller} or {@code plugin}) and {@code reason}: ends a pause on every host,
 * and what led to it is forgotten. A server that ended too often is offered again.
 */
public final class Resuming implements Change {
    static final String ACTION = "resume";

    private final Restraints restraints;
    private final SpentServers spent;
    private final Database database;
    private final Journal journal;
    private final Map<String, Long> followed = new HashMap<>();

    /** @param ledger of which everything until now is done */
    public Resuming(Restraints restraints, SpentServers spent, Database database, Journal journal, Ledger ledger) {
        this.restraints = restraints;
        this.spent = spent;
        this.database = database;
        this.journal = journal;
        ledger.read(ACTION).forEach(consent -> followed.put(consent.object(), consent.version()));
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.POLICY;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        var kind = request.with().getOrDefault("kind", "");
        var reason = request.with().getOrDefault("reason", "");
        if (!List.of(PauseTable.CALLER, PauseTable.PLUGIN).contains(kind) || reason.isBlank()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a resumption has a kind, 'caller' or 'plugin', and a reason",
                    "polar resume plugin acme.github --reason 'their service is back'");
        }
        if (!isPaused(kind, name)) {
            throw new Refusal(
                    Code.NOT_FOUND, kind + " '" + name + "' is neither paused nor held", "polar limits lists who is");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("kind", kind)
                .add("name", name)
                .add("reason", reason)
                .build();
        return new Prepared("limit:" + kind + ":" + name, body, true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var kind = consent.body().getString("kind");
        var name = consent.body().getString("name");
        journal.append(
                Draft.of(Category.POLICY, ACTION)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("kind", kind)
                        .personalFact("name", name)
                        .fact("reason", consent.body().getString("reason"))
                        .fact("consent", consent.digest().toString()),
                (transaction, seq) -> {
                    consent.store(transaction);
                    PauseTable.resume(transaction, kind, name);
                    return seq;
                });
        follow(consent);
        return new Done(kind + " " + name + " goes on", Map.of(), List.of("polar limits"));
    }

    /** What was resumed on another host, as far as was read. */
    public void follow(Ledger ledger) {
        ledger.known(ACTION).forEach(this::follow);
    }

    private synchronized void follow(Consented consent) {
        if (followed.getOrDefault(consent.object(), 0L) >= consent.version()) {
            return;
        }
        followed.put(consent.object(), consent.version());
        var name = consent.body().getString("name");
        switch (consent.body().getString("kind")) {
            case PauseTable.CALLER -> restraints.pauses().resume(name);
            case PauseTable.PLUGIN -> {
                restraints.breakers().resume(name);
                spent.anew(name);
            }
            default -> throw new IllegalStateException(consent.object());
        }
    }

    private boolean isPaused(String kind, String name) {
        var now = restraints.clock().instant();
        var here = kind.equals(PauseTable.CALLER)
                ? restraints.pauses().inForce(now)
                : restraints.breakers().inForce(now);
        return here.keySet().stream().anyMatch(paused -> covers(kind, name, paused))
                || kind.equals(PauseTable.PLUGIN)
                        && spent.names().stream().anyMatch(server -> covers(kind, name, server))
                || database.read(transaction -> PauseTable.any(transaction, kind, name));
    }

    /** A plugin's name means all its servers too. */
    private static boolean covers(String kind, String name, String paused) {
        return paused.equals(name) || kind.equals(PauseTable.PLUGIN) && paused.startsWith(name + "/");
    }
}

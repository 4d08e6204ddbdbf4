package dev.polar.host.consent;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Positions;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.Database;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who signs what on a small installation whose changes are words. */
final class Signing {
    final Operators operators;
    final Ledger ledger;
    final OperatorTokens tokens;
    final Consents consents;

    Signing(Path data, Database database, PostgresJournal journal, InstantSource clock, String... words) {
        operators = Operators.in(data);
        ledger = new Ledger(database, new Signatures("here", operators));
        tokens = new OperatorTokens(ledger, operators, clock);
        var leaving = new Leaving(operators, ledger, new Positions(database, journal), journal, () -> {});
        var changes = new ArrayList<Change>(ReplacingOperator.changes(leaving, KeyOwners.NONE));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        changes.add(new RemovingOperator(leaving));
        changes.addAll(ChangingTokens.changes(operators, tokens, journal));
        changes.addAll(words(journal, words));
        consents = new Consents(ledger, journal, clock, changes);
    }

    private static List<Recorded> words(Journal journal, String... words) {
        return List.of(words).stream().map(word -> new Recorded(journal, word)).toList();
    }

    Done run(SigningKey key, String action, String object, String... with) {
        return consents.commit(signed(key, action, object, with));
    }

    Consent signed(SigningKey key, String action, String object, String... with) {
        var plan = consents.plan(new Request(action, object, named(with)));
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    void add(SigningKey signer, String name, SigningKey key, String... with) {
        var all = new ArrayList<>(List.of("key", key.publicKey().toPem()));
        all.addAll(List.of(with));
        run(signer, "operator.add", name, all.toArray(String[]::new));
    }

    Operator named(String name) {
        return operators.pinned().named(name).orElseThrow();
    }

    private static Map<String, String> named(String... with) {
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return named;
    }
}

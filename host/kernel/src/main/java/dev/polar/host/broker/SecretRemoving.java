package dev.polar.host.broker;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code secret.remove NAME}, perhaps with {@code plugin}: from then on its uses are refused, and the value is gone. */
public final class SecretRemoving implements Change {
    private final KeptSecrets secrets;
    private final SecretValues values;
    private final Journal journal;

    public SecretRemoving(KeptSecrets secrets, SecretValues values, Journal journal) {
        this.secrets = secrets;
        this.values = values;
        this.journal = journal;
    }

    @Override
    public String action() {
        return KeptSecrets.REMOVE;
    }

    @Override
    public Prepared prepare(Request request) {
        var wanted = SecretRequest.of(request);
        var found = secrets.terms().stream()
                .filter(terms -> terms.name().equals(wanted.name()))
                .filter(terms -> wanted.plugin()
                        .map(terms.owner().plugin().name()::equals)
                        .orElse(true))
                .toList();
        if (found.isEmpty()) {
            throw new Refusal(
                    Code.NOT_FOUND, "there is no secret '" + CleanText.line(wanted.name()) + "'", "polar secret list");
        }
        if (found.size() > 1) {
            var names = found.stream()
                    .map(terms -> terms.owner().plugin().name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    names + " all have a secret '" + wanted.name() + "'",
                    "--plugin " + found.getFirst().owner().plugin(),
                    Map.of("plugins", names));
        }
        var terms = found.getFirst();
        return new Prepared(terms.object(), terms.json(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var terms = SecretTerms.of(consent.body());
        journal.append(SecretSetting.draft(consent, terms), (transaction, seq) -> {
            consent.store(transaction);
            values.remove(transaction, terms.owner(), terms.name());
            return seq;
        });
        values.reload();
        return new Done(
                "secret " + terms.name() + " of " + terms.owner().plugin() + " is removed",
                Map.of("plugin", terms.owner().plugin().name()),
                List.of());
    }
}

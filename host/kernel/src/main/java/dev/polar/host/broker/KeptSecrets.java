package dev.polar.host.broker;

import dev.polar.adminapi.SecretRow;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Secrets as operators signed them: a value counts only together with the consent it was set with. */
public final class KeptSecrets {
    static final String SET = "secret.set";
    static final String REMOVE = "secret.remove";

    private final SecretValues values;
    private final Ledger ledger;

    public KeptSecrets(SecretValues values, Ledger ledger) {
        this.values = values;
        this.ledger = ledger;
    }

    /** All secrets, in order of plugin and name, without their values. */
    public List<SecretRow> list() {
        var signed = signed(ledger.read(SET, REMOVE));
        return values.all().stream()
                .flatMap(value -> matching(signed, value).stream()
                        .map(terms -> new SecretRow(
                                value.name(),
                                value.owner().plugin().name(),
                                terms.audience().toString(),
                                terms.placement().toString(),
                                value.setAt().toString())))
                .toList();
    }

    /** @throws Refusal {@code SECRET_MISSING} */
    Secret require(Owner owner, String name) {
        return require(owner, name, "header:Authorization");
    }

    /** @param place where it would go if it were set */
    Secret require(Owner owner, String name, String place) {
        return find(owner, name)
                .orElseThrow(() -> new Refusal(
                        Code.SECRET_MISSING,
                        "secret '" + name + "' of " + owner.plugin() + " is not set",
                        "polar secret set " + name + " --plugin " + owner.plugin() + " --for HOST --in " + place,
                        Map.of("secret", name)));
    }

    SecretMask maskFor(Owner owner) {
        return values.maskFor(owner);
    }

    /** The terms of all secrets that are set. */
    List<SecretTerms> terms() {
        return signed(ledger.read(SET, REMOVE)).values().stream()
                .map(consent -> SecretTerms.of(consent.body()))
                .toList();
    }

    private Optional<Secret> find(Owner owner, String name) {
        return values.find(owner, name)
                .flatMap(value -> matching(signed(ledger.known(SET, REMOVE)), value)
                        .or(() -> matching(signed(ledger.read(SET, REMOVE)), value))
                        .map(terms -> new Secret(terms, value.value())));
    }

    private static Optional<SecretTerms> matching(Map<String, Consented> signed, SecretValues.Value value) {
        var object = SecretTerms.object(value.owner().plugin(), value.name());
        return Optional.ofNullable(signed.get(object))
                .filter(consent -> consent.version() == value.version())
                .map(consent -> SecretTerms.of(consent.body()))
                .filter(terms -> terms.owner().equals(value.owner()));
    }

    /** By object, the last consent if it set the secret. */
    private static Map<String, Consented> signed(List<Consented> consents) {
        var signed = new HashMap<String, Consented>();
        for (var consent : consents) {
            if (consent.action().equals(SET)) {
                signed.put(consent.object(), consent);
            } else {
                signed.remove(consent.object());
            }
        }
        return signed;
    }
}

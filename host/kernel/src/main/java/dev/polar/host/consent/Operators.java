package dev.polar.host.consent;

import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The operators of this installation, present and former, pinned in {@code operators.json} of the data directory: whoever
 * can write the database still cannot make one, nor bring one back.
 */
public final class Operators {
    /** Who signs with the recovery key, in records; no operator can have that name. */
    static final String RECOVERY = "recovery key";

    private final Path file;
    private volatile Pinned pinned;

    private Operators(Path file, Pinned pinned) {
        this.file = file;
        this.pinned = pinned;
    }

    /**
     * Reads them.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if the file is there and cannot be read
     */
    public static Operators in(Path dataDir) {
        var file = dataDir.resolve("operators.json");
        try {
            return new Operators(file, Files.exists(file) ? Pinned.parse(Files.readAllBytes(file)) : Pinned.NOBODY);
        } catch (IOException | RuntimeException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "the pinned operators cannot be read: " + e,
                    "restore " + file + " from a backup");
        }
    }

    /** Who may consent now. */
    public List<Operator> all() {
        return pinned.operators();
    }

    /** Keys of operators who are gone, or who have another key now. */
    public List<PublicKey> formerKeys() {
        return pinned.former().stream()
                .map(former -> former.operator().key())
                .distinct()
                .toList();
    }

    /** The key that can do nothing but give an operator another one. */
    public Optional<PublicKey> recoveryKey() {
        return pinned.recovery();
    }

    /** The operator with that key. */
    public Optional<Operator> owning(KeyId key) {
        return pinned.operators().stream()
                .filter(operator -> operator.key().id().equals(key))
                .findFirst();
    }

    /** Is the same as long as nobody came or went. */
    public Object asOf() {
        return pinned;
    }

    /** The file as it is: names and public keys. */
    public byte[] bytes() {
        return pinned.bytes();
    }

    Pinned pinned() {
        return pinned;
    }

    /** Pins one more, durably; one that is pinned already changes nothing. */
    synchronized void pin(Operator operator) {
        pin(operator, Optional.empty());
    }

    /** Pins the first, with the key that can give them another. */
    synchronized void pin(Operator operator, Optional<PublicKey> recovery) {
        if (!pinned.operators().contains(operator)) {
            write(pinned.with(operator, recovery));
        }
    }

    /**
     * Does what a consent about operators says, once, durably.
     *
     * @param before the consents that counted when it came
     * @return whether anything changed
     */
    synchronized boolean follow(Consented consent, List<Consented> before) {
        if (pinned.followed().contains(consent.digest())) {
            return false;
        }
        var next = next(consent, before);
        next.ifPresent(state -> write(state.followed(consent.digest())));
        return next.isPresent();
    }

    private Optional<Pinned> next(Consented consent, List<Consented> before) {
        return switch (consent.action()) {
            case AddingOperator.ACTION -> Optional.of(added(Operator.of(consent.body())));
            case RemovingOperator.ACTION -> Optional.of(left(consent, before));
            case ReplacingOperator.REPLACE, ReplacingOperator.RECOVER -> {
                var name = consent.body().getString("name");
                var key = Operator.key(consent.body().getString("key"));
                var again = pinned.everNamed(name).map(one -> one.with(key)).orElseGet(() -> new Operator(name, key));
                yield Optional.of(left(consent, before).with(again, Optional.empty()));
            }
            default -> Optional.empty();
        };
    }

    /** The first was pinned before their consent was stored. */
    private Pinned added(Operator operator) {
        return pinned.knows(operator.key()) ? pinned : pinned.with(operator, Optional.empty());
    }

    private Pinned left(Consented consent, List<Consented> before) {
        var names = new HashSet<>(Departure.dropped(consent.body()));
        names.add(consent.body().getString("name"));
        return pinned.without(names, Departure.voided(consent.body()), before);
    }

    private void write(Pinned next) {
        try {
            OwnerOnly.write(file, next.bytes());
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL, "the operators cannot be pinned: " + e, "check the space and owner of " + file);
        }
        pinned = next;
    }
}

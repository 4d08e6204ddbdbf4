package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What is installed, as a lock file says it. */
public final class HostLock {
    private final Catalog catalog;
    private final TrustReader trust;

    public HostLock(Catalog catalog, TrustReader trust) {
        this.catalog = catalog;
        this.trust = trust;
    }

    /**
     * Everything but what was revoked: that is nothing to have elsewhere.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if no consent stands behind a row, {@code LOCK_INVALID} if a plugin that stays
     *     requires one that does not, {@code DEV_INSTALLATION}
     */
    public Lock read() {
        if (trust.development()) {
            throw Development.staysHere();
        }
        var known = trust.read();
        var plugins = catalog.list().stream()
                .filter(row -> row.state() != State.REVOKED)
                .map(row -> of(row, terms(row, known)))
                .toList();
        return Lock.parse(Lock.FILE, new Lock(plugins).toBytes());
    }

    /** One installed plugin; what the host itself set aside is still meant to run. */
    public static LockedPlugin of(Row row, Terms terms) {
        return new LockedPlugin(
                row.plugin(),
                terms.version(),
                row.content(),
                row.file(),
                terms.publisher(),
                terms.signers(),
                terms.level(),
                terms.provenance(),
                terms.grant().digest(),
                row.state() == State.ENABLED || row.state() == State.QUARANTINED,
                new TreeSet<>(row.requires()),
                Optional.empty());
    }

    /** The terms that an operator consented to for exactly this row. */
    public static Terms terms(Row row, Trust trust) {
        return trust.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row))
                .map(Release::terms)
                .filter(terms -> terms.file().equals(row.file()))
                .orElseThrow(() -> new Refusal(
                        Code.TRUST_TAMPERED,
                        "no operator consented to " + row.plugin() + " as it is stored",
                        "polar uninstall " + row.plugin() + ", then install it again",
                        Map.of("plugin", row.plugin().name())));
    }
}

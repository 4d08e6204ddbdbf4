package dev.polar.host.catalog;

import dev.polar.host.store.ContentStore;
import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.key.Digest;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.PackageVerification;
import dev.polar.trust.packages.VerifiedPackage;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Installed packages: entry by entry in the content store, put together and verified again whenever one is opened. */
public final class Packages {
    private final ContentStore store;
    private final Database database;
    private final Trees trees;

    public Packages(Path dataDir, ContentStore store, Database database) {
        this.store = store;
        this.database = database;
        this.trees = new Trees(dataDir, store);
    }

    /** Puts every entry into the store; says where each one is. */
    public Map<String, Digest> keep(VerifiedPackage verified) {
        var entries = new TreeMap<String, Digest>();
        for (var entry : verified.archive().entries()) {
            entries.put(entry.name(), keep(entry.bytes()));
        }
        return entries;
    }

    /**
     * Opens an installed package: every byte is read and held against its digest, the signatures are verified against who
     * is enrolled now, and it has to be the very package that was consented to.
     *
     * @throws Refusal {@code DIGEST_MISMATCH}, or what {@link PackageVerification} refuses
     */
    public StoredPackage open(Row row, Keyring keyring) {
        var entries = row.entries().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Entry(entry.getKey(), store.get(entry.getValue())))
                .toList();
        var verified = PackageVerification.verify(PackageFile.of(new Archive(entries), row.file()), keyring);
        if (!verified.contentDigest().equals(row.content())) {
            throw new Refusal(
                    Code.DIGEST_MISMATCH,
                    "what is stored for " + row.plugin() + " is another package than the one that was installed",
                    "polar uninstall " + row.plugin() + ", then install it again",
                    Map.of("plugin", row.plugin().name()));
        }
        return new StoredPackage(verified, new StoredContent(verified, store, trees));
    }

    /** Keeps bytes that a consent names, here and for other nodes. Whoever does not know their digest cannot find them. */
    public Digest keep(byte[] bytes) {
        var digest = store.put(bytes);
        database.write(transaction -> {
            store.record(transaction, bytes);
            return digest;
        });
        return digest;
    }

    /**
     * Bytes that a consent names.
     *
     * @throws Refusal {@code DIGEST_MISMATCH}
     */
    public byte[] read(Digest digest) {
        return store.get(digest);
    }

    /** Forgets the directory made of a package that is no longer installed. */
    public void forget(Digest content) {
        trees.remove(content);
    }

    /** Removes what a crash left half made. */
    public void sweep() {
        trees.sweep();
    }
}

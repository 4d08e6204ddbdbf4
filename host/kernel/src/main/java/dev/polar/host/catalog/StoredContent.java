package dev.polar.host.catalog;

import dev.polar.host.store.ContentStore;
import dev.polar.runtime.PackageContent;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.packages.VerifiedPackage;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A verified package's bytes, read back from the content store and checked at each reading. */
final class StoredContent implements PackageContent {
    private final Manifest manifest;
    private final Map<String, Digest> entries;
    private final ContentStore store;
    private final Trees trees;
    private final Digest content;

    StoredContent(VerifiedPackage verified, ContentStore store, Trees trees) {
        this.manifest = verified.manifest();
        this.entries = Map.copyOf(verified.entries());
        this.content = verified.contentDigest();
        this.store = store;
        this.trees = trees;
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public SortedSet<String> entries() {
        return new TreeSet<>(entries.keySet());
    }

    @Override
    public byte[] entry(String name) {
        var digest = entries.get(name);
        if (digest == null) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    manifest.name() + " has no entry '" + name + "'",
                    "polar inspect " + manifest.name());
        }
        return store.get(digest);
    }

    @Override
    public Path directory() {
        return trees.directory(content, entries);
    }
}

package dev.polar.host.lifecycle;

import dev.polar.runtime.PackageContent;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Entry;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.packages.VerifiedPackage;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** A package that is looked at before anything of it is stored. */
record Unpacked(VerifiedPackage verified) implements PackageContent {
    @Override
    public Manifest manifest() {
        return verified.manifest();
    }

    @Override
    public SortedSet<String> entries() {
        return new TreeSet<>(verified.entries().keySet());
    }

    @Override
    public byte[] entry(String name) {
        return verified.archive()
                .find(name)
                .map(Entry::bytes)
                .orElseThrow(() -> new Refusal(Code.NOT_FOUND, "the package has no entry '" + name + "'", ""));
    }

    @Override
    public Path directory() {
        throw new IllegalStateException("nothing of a package is on disk before it is installed");
    }
}

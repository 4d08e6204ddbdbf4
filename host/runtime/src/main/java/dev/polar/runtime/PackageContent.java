package dev.polar.runtime;

import dev.polar.trust.manifest.Manifest;
import java.nio.file.Path;
import java.util.SortedSet;

/** One package's verified bytes, as the content store gives them back: every read is checked against its digest. */
public interface PackageContent {
    Manifest manifest();

    /** Names of all entries but the attestations. */
    SortedSet<String> entries();

    /** @throws dev.polar.spi.Refusal {@code DIGEST_MISMATCH} if the stored bytes are no longer what was verified */
    byte[] entry(String name);

    /** A read-only directory that holds the same files, for a child process to see. */
    Path directory();
}

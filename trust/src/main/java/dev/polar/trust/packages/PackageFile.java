package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Rule;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A {@code .polar} file that was read once and is well formed. Nothing in it is trusted yet. */
public final class PackageFile {
    // 128 MiB compressed, and room for the headers of 16,384 entries with the longest names.
    private static final int MOST_BYTES = (128 + 16) << 20;

    private final Archive archive;
    private final Digest digest;
    private final Map<String, Digest> entries;
    private final Digest content;
    private final Optional<Attestations> attestations;

    private PackageFile(Archive archive, Digest digest) {
        var digests =
                LinkedHashMap.<String, Digest>newLinkedHashMap(archive.entries().size());
        for (var entry : archive.entries()) {
            if (!entry.name().equals(Attestations.ENTRY)) {
                digests.put(entry.name(), Digest.of(entry.bytes()));
            }
        }
        this.archive = archive;
        this.digest = digest;
        this.entries = Collections.unmodifiableMap(digests);
        this.content = ContentDigest.of(digests);
        this.attestations = archive.find(Attestations.ENTRY).map(entry -> Attestations.parse(entry.bytes()));
    }

    /**
     * Parses the bytes of a file.
     *
     * @throws Refusal {@code CONTAINER_MALFORMED}, or {@code SIGNATURE_INVALID} if the attestations cannot be read
     */
    public static PackageFile open(byte[] file) {
        return new PackageFile(StrictZip.read(file), Digest.of(file));
    }

    /**
     * Reads a file once and parses it; what happens to it on disk afterwards does not matter.
     *
     * @throws Refusal also {@code NOT_FOUND} if there is no file that can be read
     */
    public static PackageFile read(Path path) {
        try (var in = Files.newInputStream(path)) {
            var file = in.readNBytes(MOST_BYTES + 1);
            if (file.length > MOST_BYTES) {
                throw new Refusal(
                        Code.CONTAINER_MALFORMED,
                        "the file has more than " + (MOST_BYTES >> 20) + " MiB",
                        "a package holds at most 128 MiB compressed",
                        Map.of("rule", Rule.COMPRESSED_LIMIT.id(), "path", path.toString()));
            }
            return open(file);
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "the package file cannot be read: " + e,
                    "name a .polar file",
                    Map.of("path", path.toString()));
        }
    }

    /**
     * A package that was taken apart into its entries and is put together again. Whether they are still what was signed is
     * for {@link PackageVerification} to say.
     *
     * @param digest of the file it came in
     */
    public static PackageFile of(Archive archive, Digest digest) {
        return new PackageFile(archive, digest);
    }

    /** Every entry, in file order. */
    public Archive archive() {
        return archive;
    }

    /** Digest of the file as it was transported. */
    public Digest digest() {
        return digest;
    }

    /** Digest of each entry's uncompressed bytes, in file order, without the attestations. */
    public Map<String, Digest> entries() {
        return entries;
    }

    /** What approvals, grants and records name. */
    public Digest contentDigest() {
        return content;
    }

    /** The signatures, if the file has any. */
    public Optional<Attestations> attestations() {
        return attestations;
    }
}

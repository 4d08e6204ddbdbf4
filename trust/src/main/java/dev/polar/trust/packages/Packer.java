package dev.polar.trust.packages;

import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.PackageStatement;
import dev.polar.trust.attestation.ReviewStatement;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Makes packages, and adds signatures to them. Equal input gives equal bytes. */
public final class Packer {
    private Packer() {}

    /**
     * Packs a directory.
     *
     * @param publishedAt goes into the statement, to the second
     * @param keys who signs; without any the package waits for {@link #sign}
     * @throws Refusal if something in it cannot be packed, or {@code plugin.json} breaks its rules
     */
    public static byte[] pack(Path directory, Instant publishedAt, SigningKey... keys) {
        return pack(FileTree.read(directory), publishedAt, keys);
    }

    /**
     * Packs these entries, in the order of their names; attestations among them are dropped.
     *
     * @throws Refusal as {@link #pack(Path, Instant, SigningKey...)}
     */
    public static byte[] pack(List<Entry> entries, Instant publishedAt, SigningKey... keys) {
        var sorted = entries.stream()
                .filter(entry -> !entry.name().equals(Attestations.ENTRY))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
        var contents = new Archive(sorted);
        var manifest = Contents.manifest(contents);
        Contents.mcpServers(contents);
        var subjects = new LinkedHashMap<String, Digest>();
        sorted.forEach(entry -> subjects.put(entry.name(), Digest.of(entry.bytes())));
        var statement = new PackageStatement(
                subjects,
                manifest.name().name(),
                manifest.version().toString(),
                manifest.epoch(),
                publishedAt.truncatedTo(ChronoUnit.SECONDS));
        return write(sorted, List.of(Dsse.sign(Statement.PAYLOAD_TYPE, statement.payload(), keys)));
    }

    /**
     * Adds a signature over the package statement, after checking that it describes the package; a key that signed
     * before leaves the file as it is. The content digest stays.
     *
     * @throws Refusal {@code SIGNATURE_MISSING} if there is no statement to sign, or what {@link PackageVerification} says
     *     of contents that are not what the statement lists
     */
    public static byte[] sign(byte[] file, SigningKey key) {
        var opened = PackageFile.open(file);
        var found = described(opened);
        if (!Dsse.signers(found.envelope(), List.of(key.publicKey())).isEmpty()) {
            return file.clone();
        }
        var signature = Dsse.sign(Statement.PAYLOAD_TYPE, found.envelope().payload(), key)
                .signatures();
        return write(opened, found.envelope(), List.of(found.envelope().with(signature)));
    }

    /**
     * Adds a reviewer's acceptance of exactly this package. The content digest stays.
     *
     * @param reviewedAt goes into the review, to the second
     * @throws Refusal as {@link #sign}
     */
    public static byte[] review(byte[] file, Instant reviewedAt, SigningKey reviewer) {
        var opened = PackageFile.open(file);
        var found = described(opened);
        var review = ReviewStatement.accepting(found.statement(), reviewedAt.truncatedTo(ChronoUnit.SECONDS));
        var envelope = Dsse.sign(Statement.PAYLOAD_TYPE, review.payload(), reviewer);
        return write(opened, found.envelope(), List.of(found.envelope(), envelope));
    }

    /** Nobody signs what they have not looked at. */
    private static PackageEnvelope described(PackageFile file) {
        var found = PackageEnvelope.find(file.attestations());
        Contents.requireListed(file, found.statement());
        Contents.manifest(file, found.statement());
        return found;
    }

    private static byte[] write(PackageFile file, Envelope old, List<Envelope> inItsPlace) {
        var envelopes = new ArrayList<>(file.attestations().orElseThrow().envelopes());
        int at = envelopes.indexOf(old);
        envelopes.remove(at);
        envelopes.addAll(at, inItsPlace);
        var entries = file.archive().entries().stream()
                .filter(entry -> !entry.name().equals(Attestations.ENTRY))
                .toList();
        return write(entries, envelopes);
    }

    private static byte[] write(List<Entry> entries, List<Envelope> envelopes) {
        var all = new ArrayList<>(entries);
        all.add(new Entry(Attestations.ENTRY, new Attestations(envelopes).bytes()));
        return StrictZip.write(all);
    }
}

package dev.polar.trust.audit;

import static dev.polar.trust.audit.ExportManifest.CHECKPOINT;
import static dev.polar.trust.audit.ExportManifest.KEY;
import static dev.polar.trust.audit.ExportManifest.MANIFEST;
import static dev.polar.trust.audit.ExportManifest.RECORDS;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks an exported directory, or the one file of an archive: every record's form, number and place in the chain, the root over them, the signature on
 * it, and, if an older checkpoint is given, that the log only grew. Streams: memory does not depend on the export's size.
 */
public final class LogVerifier {
    private static final int MOST_BYTES = 65_536;

    private final Path export;
    private final Kept kept;

    private LogVerifier(Path export, Kept kept) {
        this.export = export;
        this.kept = kept;
    }

    /**
     * The verdict on a directory or an archive.
     *
     * @param key the log's key as it was obtained elsewhere, never from the directory
     * @param earlier a checkpoint of the same log that the auditor kept
     * @throws Refusal {@code NOT_FOUND} if nothing is there or it cannot be read, {@code REQUEST_INVALID} if
     *     the export does not show the log at the earlier checkpoint's size
     */
    public static LogVerdict verify(Path export, Optional<NoteKey> key, Optional<Checkpoint> earlier) {
        return verify(export, new Kept(key, Optional.empty(), earlier));
    }

    /**
     * The verdict on a directory or an archive.
     *
     * @param kept what the auditor has from elsewhere, never from the directory
     * @throws Refusal {@code NOT_FOUND} if nothing is there or it cannot be read, {@code REQUEST_INVALID} if
     *     the export does not show the log at the earlier checkpoint's size
     */
    public static LogVerdict verify(Path export, Kept kept) {
        try (var place = ExportPlace.open(export)) {
            return new LogVerifier(place.directory(), kept).verdict();
        } catch (Unproven e) {
            return e.damaged;
        } catch (WholeArchive.Torn torn) {
            return new LogVerdict.Damaged(torn.kind(), OptionalLong.empty(), torn.getMessage());
        } catch (NoSuchFileException e) {
            return new LogVerdict.Damaged(
                    Damage.REMOVED, OptionalLong.empty(), Path.of(e.getFile()).getFileName() + " is missing");
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, "the export cannot be read: " + e, "check the directory's permissions");
        }
    }

    private LogVerdict verdict() throws IOException {
        var earlier = kept.earlier();
        var manifest = manifest();
        var range = left(manifest);
        boolean forked;
        boolean endsAsNamed;
        try (var lines = new RecordLines(export.resolve(RECORDS))) {
            var walk = new ChainWalk(manifest, lines, range, earlier);
            var damaged = walk.damage();
            if (damaged.isPresent()) {
                return damaged.get();
            }
            forked = walk.contradictsEarlier();
            endsAsNamed = walk.endsAsNamed();
        }
        var note = note();
        var checkpoint = checkpoint(note, manifest);
        var signers = signers(note);
        range.append(right(manifest, checkpoint));
        boolean signed = range.root().equals(checkpoint.root());
        if (!signed && !endsAsNamed) {
            return new LogVerdict.Damaged(
                    Damage.EDITED,
                    OptionalLong.of(manifest.first() + manifest.count() - 1),
                    "it is not the record that the manifest names as the last");
        }
        if (!signed || !endsAsNamed) {
            throw forged(
                    signed ? MANIFEST + " names another last record" : "the records do not lead to the signed root");
        }
        if (forked
                || earlier.filter(before -> !agrees(before, checkpoint)).isPresent()
                || earlier.filter(before -> !comparable(before, manifest, checkpoint))
                                .isPresent()
                        && !grewFrom(earlier.get(), checkpoint)) {
            return new LogVerdict.Damaged(
                    Damage.FORKED, OptionalLong.empty(), "the log is not a continuation of the earlier checkpoint");
        }
        if (!kept.namesLogs()) {
            return new LogVerdict.OriginNotProven(checkpoint, manifest.first(), manifest.count());
        }
        return kept.policy().filter(policy -> !policy.isMetBy(signers)).isPresent()
                ? new LogVerdict.Unwitnessed(checkpoint, manifest.first(), manifest.count(), signers)
                : new LogVerdict.Proven(checkpoint, manifest.first(), manifest.count());
    }

    /** Whether the walk over the records, or the checkpoint itself, passes through the kept size. */
    private static boolean comparable(Checkpoint kept, ExportManifest manifest, Checkpoint now) {
        return kept.size() == now.size()
                || (kept.size() >= manifest.first() && kept.size() <= manifest.first() + manifest.count());
    }

    /** By the proof that the export has beside it; without one nothing can be compared. */
    private boolean grewFrom(Checkpoint before, Checkpoint now) throws IOException {
        return proof().filter(proof -> proof.from() == before.size() && proof.to() == now.size())
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "the kept checkpoint is of " + before.size()
                                + " records, and the export does not show the log at that size: nothing was compared",
                        "export again with --older, which names that checkpoint or its export"))
                .proves(before.root(), now.root());
    }

    private Optional<ConsistencyProof> proof() throws IOException {
        try {
            return Files.exists(export.resolve(ConsistencyProof.FILE))
                    ? Optional.of(ConsistencyProof.parse(bytes(ConsistencyProof.FILE)))
                    : Optional.empty();
        } catch (JsonFault | IllegalArgumentException e) {
            throw forged(ConsistencyProof.FILE + ": " + e.getMessage());
        }
    }

    private static boolean agrees(Checkpoint kept, Checkpoint now) {
        return kept.origin().equals(now.origin())
                && kept.size() <= now.size()
                && (kept.size() < now.size() || kept.root().equals(now.root()));
    }

    private ExportManifest manifest() throws IOException {
        try {
            return ExportManifest.parse(bytes(MANIFEST));
        } catch (JsonFault | IllegalArgumentException e) {
            throw forged(MANIFEST + ": " + e.getMessage());
        }
    }

    private static CompactRange left(ExportManifest manifest) {
        try {
            return CompactRange.of(0, manifest.first(), manifest.left());
        } catch (IllegalArgumentException e) {
            throw forged(MANIFEST + ": " + e.getMessage());
        }
    }

    private static CompactRange right(ExportManifest manifest, Checkpoint checkpoint) {
        long end = manifest.first() + manifest.count();
        if (end > checkpoint.size()) {
            throw forged("the export holds more records than the checkpoint covers");
        }
        try {
            return CompactRange.of(end, checkpoint.size(), manifest.right());
        } catch (IllegalArgumentException e) {
            throw forged(MANIFEST + ": " + e.getMessage());
        }
    }

    private Note note() throws IOException {
        try {
            return Note.parse(text(CHECKPOINT));
        } catch (IllegalArgumentException e) {
            throw forged(CHECKPOINT + ": " + e.getMessage());
        }
    }

    /** The checkpoint, once its signature holds under the directory's key and under those that were kept. */
    private Checkpoint checkpoint(Note note, ExportManifest manifest) throws IOException {
        try {
            var checkpoint = Checkpoint.parse(note.text());
            var line = text(KEY);
            var exported = NoteKey.parse(line.endsWith("\n") ? line.substring(0, line.length() - 1) : "");
            if (kept.excludes(exported)) {
                throw forged(KEY + " is not the key that was given");
            }
            if (!exported.name().equals(checkpoint.origin()) || !note.signedBy(exported)) {
                throw forged("the log's key did not sign the checkpoint");
            }
            if (!manifest.origin().equals(checkpoint.origin())) {
                throw forged("manifest and checkpoint are of different logs");
            }
            return checkpoint;
        } catch (IllegalArgumentException e) {
            throw forged(CHECKPOINT + ": " + e.getMessage());
        } catch (Refusal e) {
            throw forged(KEY + ": " + e.getMessage());
        }
    }

    /** Which witnesses of the policy signed it. */
    private Set<String> signers(Note note) {
        try {
            return kept.policy().map(policy -> policy.signers(note)).orElse(Set.of());
        } catch (IllegalArgumentException e) {
            throw forged(CHECKPOINT + ": " + e.getMessage());
        }
    }

    private String text(String file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw forged(file + " is not UTF-8");
        }
    }

    private byte[] bytes(String file) throws IOException {
        try (var in = Files.newInputStream(export.resolve(file))) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw forged(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static Unproven forged(String why) {
        return new Unproven(new LogVerdict.Damaged(Damage.FORGED, OptionalLong.empty(), why));
    }

    private static final class Unproven extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient LogVerdict.Damaged damaged;

        private Unproven(LogVerdict.Damaged damaged) {
            super(damaged.why(), null, false, false);
            this.damaged = damaged;
        }
    }
}

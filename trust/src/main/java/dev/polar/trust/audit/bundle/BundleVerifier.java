package dev.polar.trust.audit.bundle;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Damage;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.Kept;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessPolicy;
import dev.polar.trust.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks a bundle: that it holds exactly the files that its manifest names, that the log's key signed that, and that each
 * record stands in the log under the checkpoint. Memory depends on the proof and the policies, not on the records.
 */
public final class BundleVerifier {
    private static final int SMALL = 1 << 16;

    private final BundleFiles files;
    private final Kept kept;

    private BundleVerifier(BundleFiles files, Kept kept) {
        this.files = files;
        this.kept = kept;
    }

    /**
     * The verdict on a file.
     *
     * @param key the log's key as it was obtained elsewhere, never from the bundle
     * @throws Refusal {@code NOT_FOUND} if it cannot be read
     */
    public static BundleVerdict verify(Path file, Optional<NoteKey> key) {
        return verify(file, new Kept(key, Optional.empty(), Optional.empty()));
    }

    /**
     * The verdict on a file.
     *
     * @param kept what the auditor has from elsewhere, never from the bundle; a bundle is not compared with what was kept
     *     of the log
     * @throws Refusal {@code NOT_FOUND} if it cannot be read
     */
    public static BundleVerdict verify(Path file, Kept kept) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Code.NOT_FOUND, "no bundle at " + file, "polar audit bundle --out FILE makes one");
        }
        try (var files = BundleFiles.open(file)) {
            return new BundleVerifier(files, kept).verdict();
        } catch (Unfit unfit) {
            return new BundleVerdict.Damaged(unfit.kind, unfit.getMessage());
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, "the bundle cannot be read: " + e, "check the file's permissions");
        }
    }

    private BundleVerdict verdict() throws IOException {
        var bytes = files.read(BundleManifest.NAME, BundleManifest.MOST_BYTES);
        var manifest = read(BundleManifest.NAME, bytes, BundleManifest::parse);
        files.requireExactly(manifest);
        var key = read(ExportManifest.KEY, small(ExportManifest.KEY), text -> NoteKey.parse(line(text)));
        if (kept.excludes(key)) {
            throw new Unfit(Damage.FORGED, "another key than the given one signed it");
        }
        var signature = read(
                BundleManifest.SIGNATURE, small(BundleManifest.SIGNATURE), text -> Note.parse(BundleFiles.utf8(text)));
        if (!key.name().equals(manifest.origin())
                || !signature.text().equals(BundleManifest.signedText(manifest.origin(), bytes))
                || !signature.signedBy(key)) {
            throw new Unfit(Damage.FORGED, "the log's key did not sign " + BundleManifest.NAME);
        }
        var note = read(
                ExportManifest.CHECKPOINT,
                small(ExportManifest.CHECKPOINT),
                text -> Note.parse(BundleFiles.utf8(text)));
        var checkpoint = read(
                ExportManifest.CHECKPOINT, small(ExportManifest.CHECKPOINT), text -> Checkpoint.parse(note.text()));
        if (!note.signedBy(key)
                || !checkpoint.origin().equals(manifest.origin())
                || checkpoint.size() != manifest.size()) {
            throw new Unfit(Damage.FORGED, "the checkpoint is not one of this log at " + manifest.size() + " records");
        }
        var signers = kept.policy().map(policy -> signers(policy, note));
        requireInLog(manifest, checkpoint);
        if (!kept.namesLogs()) {
            return new BundleVerdict.OriginNotProven(manifest, checkpoint);
        }
        return signers.filter(signed -> !kept.policy().orElseThrow().isMetBy(signed))
                .<BundleVerdict>map(few -> new BundleVerdict.Unwitnessed(manifest, checkpoint, few))
                .orElseGet(() -> new BundleVerdict.Proven(manifest, checkpoint));
    }

    private static Set<String> signers(WitnessPolicy policy, Note note) {
        try {
            return policy.signers(note);
        } catch (IllegalArgumentException e) {
            throw new Unfit(Damage.FORGED, ExportManifest.CHECKPOINT + ": " + e.getMessage());
        }
    }

    private void requireInLog(BundleManifest manifest, Checkpoint checkpoint) throws IOException {
        var gaps = read(BundleManifest.PROOF, files.read(BundleManifest.PROOF, Gaps.MOST_BYTES), Gaps::parse)
                .gaps()
                .iterator();
        var tree = new Tree(gaps);
        long count = 0;
        try (var lines = files.records()) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                tree.append(record(line.get()));
                count++;
            }
        }
        tree.end();
        if (count != manifest.count()) {
            throw new Unfit(
                    count < manifest.count() ? Damage.REMOVED : Damage.INSERTED,
                    "there are " + count + " records, not " + manifest.count());
        }
        if (tree.range.end() != checkpoint.size() || !tree.range.root().equals(checkpoint.root())) {
            throw new Unfit(Damage.FORGED, "the records do not lead to the signed root");
        }
    }

    private static AuditRecord record(byte[] line) {
        try {
            return AuditRecord.parse(line);
        } catch (JsonFault | IllegalArgumentException e) {
            throw new Unfit(Damage.EDITED, "a line of " + ExportManifest.RECORDS + " is no record");
        }
    }

    /** The whole log, from records and what lies between them. */
    private static final class Tree {
        private final Iterator<Gaps.Gap> gaps;
        private final CompactRange range = new CompactRange(0);
        private Optional<Gaps.Gap> next;

        Tree(Iterator<Gaps.Gap> gaps) {
            this.gaps = gaps;
            this.next = following();
        }

        private Optional<Gaps.Gap> following() {
            return gaps.hasNext() ? Optional.of(gaps.next()) : Optional.empty();
        }

        void append(AuditRecord record) {
            skip();
            if (record.position().seq() != range.end()) {
                throw new Unfit(
                        Damage.FORGED,
                        "record " + record.position().seq() + " stands where the proof has " + range.end());
            }
            range.append(record.leaf());
        }

        private void skip() {
            next.filter(gap -> gap.begin() == range.end()).ifPresent(gap -> {
                try {
                    range.append(gap.range());
                } catch (IllegalArgumentException e) {
                    throw new Unfit(Damage.FORGED, BundleManifest.PROOF + ": " + e.getMessage());
                }
                next = following();
            });
        }

        void end() {
            skip();
            if (next.isPresent()) {
                throw new Unfit(Damage.REMOVED, "the proof has room for more records than there are");
            }
        }
    }

    private byte[] small(String name) throws IOException {
        return files.read(name, SMALL);
    }

    private static String line(byte[] bytes) {
        var text = BundleFiles.utf8(bytes);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("no line");
        }
        return text.substring(0, text.length() - 1);
    }

    private static <T> T read(String name, byte[] bytes, Function<byte[], T> reader) {
        try {
            return reader.apply(bytes);
        } catch (JsonFault | IllegalArgumentException | Refusal e) {
            throw new Unfit(Damage.FORGED, name + " is malformed: " + e.getMessage());
        }
    }

    /** Why it is not what was made. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Damage kind;

        Unfit(Damage kind, String why) {
            super(why, null, false, false);
            this.kind = kind;
        }
    }
}

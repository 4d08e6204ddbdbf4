package dev.polar.trust.audit.bundle;

import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a bundle while the whole log goes by once, in order: the bytes of what belongs into it, the leaf hashes of the
 * rest. Memory grows with the number of gaps, not with the log. The manifest comes last, so what was interrupted is no
 * bundle.
 */
public final class BundleWriter implements AutoCloseable {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final List<BundleManifest.FileEntry> files = new ArrayList<>();
    private final List<Gaps.Gap> gaps = new ArrayList<>();
    private CompactRange gap = new CompactRange(0);
    private MessageDigest sha = Digest.sha256();
    private long written;
    private long count;

    /** Begins one; closing this closes the stream. */
    public BundleWriter(OutputStream out) throws IOException {
        this.zip = new ZipOutputStream(out);
        begin(ExportManifest.RECORDS);
    }

    /** The next leaf is not that of a record in the bundle. */
    public void leaf(Digest leaf) {
        gap.append(leaf);
    }

    /** The next leaves are not in the bundle. */
    public void leaves(CompactRange range) {
        gap.append(range);
    }

    /** The next record is in the bundle. */
    public void record(byte[] bytes) throws IOException {
        long seq = gap.end();
        endGap(seq + 1);
        write(bytes);
        write(new byte[] {'\n'});
        count++;
    }

    private void endGap(long next) {
        if (gap.end() > gap.begin()) {
            gaps.add(Gaps.Gap.of(gap));
        }
        gap = new CompactRange(next);
    }

    /**
     * Ends the bundle.
     *
     * @param checkpoint over all leaves that went by
     * @param about what was asked for
     * @param version of the host
     * @param others more files, by name
     */
    public BundleManifest seal(
            Note checkpoint,
            SigningKey key,
            NoteKey publicKey,
            Instant made,
            String version,
            Map<String, String> about,
            SortedMap<String, byte[]> others)
            throws IOException {
        end(ExportManifest.RECORDS);
        long size = gap.end();
        endGap(size);
        file(BundleManifest.PROOF, new Gaps(gaps).bytes());
        file(ExportManifest.CHECKPOINT, text(checkpoint.toString()));
        file(ExportManifest.KEY, text(publicKey + "\n"));
        for (var other : others.entrySet()) {
            file(other.getKey(), other.getValue());
        }
        var manifest = new BundleManifest(publicKey.name(), made, version, about, count, size, files);
        var bytes = manifest.bytes();
        var signed = BundleManifest.signedText(publicKey.name(), bytes);
        file(BundleManifest.NAME, bytes);
        file(
                BundleManifest.SIGNATURE,
                text(Note.signed(signed, publicKey.name(), key).toString()));
        zip.finish();
        return manifest;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void file(String name, byte[] bytes) throws IOException {
        begin(name);
        write(bytes);
        end(name);
    }

    private void begin(String name) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        sha = Digest.sha256();
        written = 0;
    }

    private void write(byte[] bytes) throws IOException {
        zip.write(bytes);
        sha.update(bytes);
        written += bytes.length;
    }

    private void end(String name) throws IOException {
        zip.closeEntry();
        files.add(new BundleManifest.FileEntry(
                name, written, new Digest(HexFormat.of().formatHex(sha.digest()))));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes an export while the whole log goes by once, in order: leaf hashes outside the range, bytes inside it. Memory is
 * logarithmic in the log's size. The manifest comes last, so an interrupted export is no export.
 */
public final class LogExport implements AutoCloseable {
    private final Path directory;
    private final long first;
    private final long end;
    private final OutputStream records;
    private final CompactRange left;
    private final CompactRange right;
    private Optional<Digest> last = Optional.empty();
    private long seen;

    /**
     * Opens an export of the records [first, end) of a whole log into an existing, empty directory.
     *
     * @throws IOException if the files cannot be made
     */
    public LogExport(Path directory, long first, long end) throws IOException {
        this(directory, new CompactRange(0), first, end);
    }

    /**
     * Opens an export of a log whose first records are gone.
     *
     * @param gone the tree over the records that are no longer there: the first leaf to go by is its end
     * @throws IOException if the files cannot be made
     */
    public LogExport(Path directory, CompactRange gone, long first, long end) throws IOException {
        this.directory = directory;
        this.first = first;
        this.end = end;
        this.left = gone.copy();
        this.seen = gone.end();
        this.right = new CompactRange(end);
        this.records =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(ExportManifest.RECORDS)), 1 << 16);
    }

    /** Whether the next leaf belongs to a record that is exported. */
    public boolean wantsRecord() {
        return seen >= first && seen < end;
    }

    /** The next record lies outside the range: only its leaf hash is needed. */
    public void leaf(Digest leaf) {
        (seen < first ? left : right).append(leaf);
        seen++;
    }

    /**
     * The next record is exported.
     *
     * @param bytes as they are stored now
     * @param leaf the leaf hash that was stored with them; if the bytes were changed since, the verifier will say so
     */
    public void record(byte[] bytes, Digest leaf) throws IOException {
        records.write(bytes);
        records.write('\n');
        seen++;
        last = Optional.of(leaf);
    }

    /** Adds the proof that the log only grew from a checkpoint that lies outside the range. */
    public void grew(ConsistencyProof proof) throws IOException {
        Files.write(directory.resolve(ConsistencyProof.FILE), proof.bytes());
    }

    /** Adds what proves the records: the checkpoint over the whole log, the key's public half, the ranges. */
    public void seal(Note checkpoint, NoteKey key) throws IOException {
        records.close();
        Files.writeString(directory.resolve(ExportManifest.CHECKPOINT), checkpoint.toString());
        Files.writeString(directory.resolve(ExportManifest.KEY), key + "\n", StandardCharsets.UTF_8);
        var manifest = new ExportManifest(key.name(), first, end - first, last, left.hashes(), right.hashes());
        Files.write(directory.resolve(ExportManifest.MANIFEST), manifest.bytes());
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}

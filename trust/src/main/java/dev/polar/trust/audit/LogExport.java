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
    private final CompactRange whole = new CompactRange(0);
    private final CompactRange left = new CompactRange(0);
    private final CompactRange right;
    private Optional<Digest> last = Optional.empty();

    /**
     * Opens an export of the records [first, end) into an existing, empty directory.
     *
     * @throws IOException if the files cannot be made
     */
    public LogExport(Path directory, long first, long end) throws IOException {
        this.directory = directory;
        this.first = first;
        this.end = end;
        this.right = new CompactRange(end);
        this.records =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(ExportManifest.RECORDS)), 1 << 16);
    }

    /** Whether the next leaf belongs to a record that is exported. */
    public boolean wantsRecord() {
        return whole.end() >= first && whole.end() < end;
    }

    /** The next record lies outside the range: only its leaf hash is needed. */
    public void leaf(Digest leaf) {
        whole.append(leaf);
        (whole.end() <= first ? left : right).append(leaf);
    }

    /**
     * The next record is exported.
     *
     * @return its leaf hash, computed from the bytes
     */
    public Digest record(byte[] bytes) throws IOException {
        var leaf = LeafHash.of(bytes);
        records.write(bytes);
        records.write('\n');
        whole.append(leaf);
        last = Optional.of(leaf);
        return leaf;
    }

    /** The tree over everything that went by. */
    public CompactRange whole() {
        return whole.copy();
    }

    /** Adds what proves the records: the checkpoint over everything that went by, the key's public half, the ranges. */
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

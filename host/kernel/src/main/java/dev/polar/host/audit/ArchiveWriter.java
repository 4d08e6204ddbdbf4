package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.Note;
import dev.polar.trust.key.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a segment as an export in one ZIP file. One pass over its rows; memory does not depend on how many there are. The
 * same segment under the same checkpoint gives the same bytes.
 */
final class ArchiveWriter implements AutoCloseable, ArchiveTable.Leaves {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Segment segment;
    private final FileChannel channel;
    private final MessageDigest whole = Digest.sha256();
    private final ZipOutputStream zip;
    private final CompactRange left;
    private final CompactRange tree;
    private final CompactRange right;
    private Optional<Digest> last = Optional.empty();
    private Instant since = Instant.MAX;
    private Instant until = Instant.MIN;
    private long at;

    /** @param left the tree over all records before the segment */
    ArchiveWriter(Path file, Segment segment, CompactRange left) throws IOException {
        this.segment = segment;
        this.at = segment.first();
        this.left = left;
        this.tree = left.copy();
        this.right = new CompactRange(segment.after());
        Files.deleteIfExists(file);
        this.channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        this.zip = new ZipOutputStream(new DigestOutputStream(out, whole));
    }

    /** Writes it all and says what it is; durable when this returns. */
    ArchiveTable.Copy write(Transaction transaction, Note note, String vkey, Path name) {
        try {
            return written(transaction, note, vkey, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ArchiveTable.Copy written(Transaction transaction, Note note, String vkey, Path name) throws IOException {
        begin(ExportManifest.RECORDS);
        var checkpoint = Checkpoint.parse(note.text());
        ArchiveTable.stream(transaction, segment, checkpoint.size(), this);
        if (at != checkpoint.size()) {
            throw new IOException("the log has no record " + at);
        }
        entry(ExportManifest.CHECKPOINT, note.toString().getBytes(StandardCharsets.UTF_8));
        entry(ExportManifest.KEY, (vkey + "\n").getBytes(StandardCharsets.UTF_8));
        entry(
                ExportManifest.MANIFEST,
                new ExportManifest(
                                segment.origin(),
                                segment.first(),
                                segment.after() - segment.first(),
                                last,
                                left.hashes(),
                                right.hashes())
                        .bytes());
        zip.finish();
        zip.flush();
        channel.force(true);
        return new ArchiveTable.Copy(
                name, new Digest(HexFormat.of().formatHex(whole.digest())), channel.size(), since, until);
    }

    /** The tree over all records up to the end of the segment, once it is written. */
    CompactRange tree() {
        return tree;
    }

    @Override
    public void next(Digest leaf, byte @Nullable [] body, Instant time) {
        if (body == null) {
            right.append(leaf);
        } else {
            write(body);
            tree.append(leaf);
            last = Optional.of(leaf);
            since = at == segment.first() ? time : since;
            until = time;
        }
        at++;
    }

    private void write(byte[] body) {
        try {
            zip.write(body);
            zip.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the archive could not be written", e);
        }
    }

    private void begin(String name) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    private void entry(String name, byte[] bytes) throws IOException {
        begin(name);
        zip.write(bytes);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

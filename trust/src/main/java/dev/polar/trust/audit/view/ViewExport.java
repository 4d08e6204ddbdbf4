package dev.polar.trust.audit.view;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/**
 * Writes records in another form into a directory, one after the other, and beside them the newest checkpoint, the log's
 * key and {@code view.json}, which says what they are. {@code view.json} comes last: without it there is no export.
 */
public final class ViewExport implements AutoCloseable {
    /** The name of the file that says what the others are. */
    public static final String DESCRIPTION = "view.json";

    private static final String FORMAT = "polar-audit-view/1";

    private final Path directory;
    private final ViewFormat format;
    private final View view;
    private final DigestOutputStream out;
    private long count;

    /**
     * Opens an export into an existing, empty directory.
     *
     * @param version of the host that writes
     */
    public ViewExport(Path directory, ViewFormat format, String origin, String version) throws IOException {
        this.directory = directory;
        this.format = format;
        this.view = format.of(origin, version);
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(directory.resolve(format.file())), 1 << 16);
        this.out = new DigestOutputStream(file, Digest.sha256());
        out.write(view.head().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes the next record.
     *
     * @param bytes as they are stored now
     * @param leaf the leaf hash that was stored with them
     * @throws Refusal {@code AUDIT_DAMAGED} if the bytes are not those of that leaf: a view names the hash of what it
     *     shows
     */
    public void record(byte[] bytes, Digest leaf) throws IOException {
        out.write(view.line(authentic(bytes, leaf)).getBytes(StandardCharsets.UTF_8));
        count++;
    }

    private static AuditRecord authentic(byte[] bytes, Digest leaf) {
        try {
            var record = AuditRecord.parse(bytes);
            if (record.leaf().equals(leaf)) {
                return record;
            }
        } catch (JsonFault | IllegalArgumentException e) {
            // told below
        }
        throw new Refusal(
                Code.AUDIT_DAMAGED,
                "a record in the database is not the one whose leaf hash is stored with it: " + leaf.hex(),
                "polar audit export --format jsonl --out DIR, and polar audit verify DIR names it");
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    /** Adds what the records belong to. */
    public void seal(Note checkpoint, NoteKey key, long first, long end) throws IOException {
        out.close();
        Files.writeString(directory.resolve(ExportManifest.CHECKPOINT), checkpoint.toString());
        Files.writeString(directory.resolve(ExportManifest.KEY), key + "\n", StandardCharsets.UTF_8);
        var description = StrictJson.provider()
                .createObjectBuilder()
                .add("format", FORMAT)
                .add("view", format.text())
                .add("file", format.file())
                .add(
                        "digest",
                        "sha256:"
                                + HexFormat.of()
                                        .formatHex(out.getMessageDigest().digest()))
                .add("origin", key.name())
                .add("first", first)
                .add("end", end)
                .add("count", count)
                .build();
        Files.write(directory.resolve(DESCRIPTION), Canonical.bytes(description));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

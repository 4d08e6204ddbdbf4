package dev.polar.trust.audit;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.key.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of {@code records.jsonl}, one at a time; a line is never larger in memory than a record may be. */
final class RecordLines implements AutoCloseable {
    private final InputStream in;

    /**
     * One line.
     *
     * @param record what it says, if it is a whole record in canonical form that ends in LF
     * @param ended whether it ends in LF
     */
    record Line(Optional<AuditRecord> record, boolean ended) {
        boolean isNumbered(long seq) {
            return record.filter(found -> found.position().seq() == seq).isPresent();
        }

        boolean follows(Digest leaf) {
            return record.flatMap(found -> found.position().prev())
                    .filter(leaf::equals)
                    .isPresent();
        }
    }

    RecordLines(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next line, or empty at the end of the file. */
    Optional<Line> next() throws IOException {
        var bytes = new ByteArrayOutputStream(1024);
        int read;
        boolean any = false;
        while ((read = in.read()) >= 0 && read != '\n') {
            any = true;
            if (bytes.size() <= AuditRecord.MOST_BYTES) {
                bytes.write(read);
            }
        }
        if (read < 0 && !any) {
            return Optional.empty();
        }
        return Optional.of(new Line(read < 0 ? Optional.empty() : record(bytes.toByteArray()), read >= 0));
    }

    private static Optional<AuditRecord> record(byte[] bytes) {
        try {
            return Optional.of(AuditRecord.parse(bytes));
        } catch (JsonFault | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package dev.polar.host.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Rows on their way into one table in the binary form of {@code COPY} (PostgreSQL, "COPY", File Formats): however many
 * there are, the server parses and plans one short statement and the rows need no text of their own.
 */
public final class BinaryRows {
    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private final String sql;
    private final short columns;
    private ByteBuffer out = ByteBuffer.allocate(16_384).put(HEAD);
    private int rows;

    /** Rows of that table; {@link #row} and then each of the columns in this order. */
    public BinaryRows(String table, String... columns) {
        this.sql = "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)";
        this.columns = (short) columns.length;
    }

    public BinaryRows row() {
        rows++;
        room(2).putShort(columns);
        return this;
    }

    /** An {@code integer}. */
    public BinaryRows add(int value) {
        room(8).putInt(4).putInt(value);
        return this;
    }

    /** A {@code bigint}. */
    public BinaryRows add(long value) {
        room(12).putInt(8).putLong(value);
        return this;
    }

    /** A {@code timestamptz}, in microseconds. */
    public BinaryRows add(Instant value) {
        return add((value.getEpochSecond() - EPOCH) * 1_000_000 + value.getNano() / 1_000);
    }

    /** A {@code bytea}. */
    public BinaryRows add(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
        return this;
    }

    /** A {@code text}, or NULL. */
    public BinaryRows add(@Nullable String value) {
        if (value == null) {
            room(4).putInt(-1);
            return this;
        }
        return add(value.getBytes(StandardCharsets.UTF_8));
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int size = Math.max(2 * out.capacity(), out.position() + bytes);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), size)).position(out.position());
        }
        return out;
    }

    /** Writes what was added; nothing if that is nothing. */
    public void into(Transaction transaction) {
        if (rows == 0) {
            return;
        }
        room(2).putShort((short) -1);
        try {
            var copy = transaction
                    .handle()
                    .getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(sql);
            copy.writeToCopy(out.array(), 0, out.position());
            copy.endCopy();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }
}

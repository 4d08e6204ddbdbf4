package dev.polar.runtime.mcp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The body of an answer (RFC 9112, section 6). Who closes it early has what it wanted: what is left is read if it comes
 * soon and is little, so that the line can be used again.
 */
final class PlainBody extends InputStream {
    private static final Duration SOON = Duration.ofMillis(250);
    private static final int LITTLE = 64 << 10;
    private static final int MAX_EXTRA = 8 << 10;

    private final PlainLine line;
    private final boolean chunked;
    private final boolean untilEnd;
    private final Consumer<Boolean> over;
    private long left;
    private boolean inChunks;
    private boolean done;

    /** @param over is told once whether the line can be used again */
    private PlainBody(PlainLine line, boolean chunked, boolean untilEnd, long left, Consumer<Boolean> over) {
        this.line = line;
        this.chunked = chunked;
        this.untilEnd = untilEnd;
        this.left = left;
        this.over = over;
        if (!chunked && !untilEnd && left == 0) {
            finish(true);
        }
    }

    /** As the head says. */
    static PlainBody of(PlainLine line, PlainLine.Head head, Consumer<Boolean> over) throws IOException {
        Consumer<Boolean> ended = whole -> over.accept(
                whole && head.minor() == 1 && !head.field("connection").equalsIgnoreCase("close"));
        if (head.status() == 204 || head.status() == 304) {
            return new PlainBody(line, false, false, 0, ended);
        }
        if (head.fields().containsKey("transfer-encoding")) {
            if (!head.field("transfer-encoding").equalsIgnoreCase("chunked")) {
                throw new IOException("the answer's transfer coding is not known here");
            }
            return new PlainBody(line, true, false, 0, ended);
        }
        var lengths = head.fields().getOrDefault("content-length", List.of());
        if (lengths.isEmpty()) {
            return new PlainBody(line, false, true, Long.MAX_VALUE, ended);
        }
        if (lengths.stream().distinct().count() != 1 || !lengths.getFirst().matches("[0-9]{1,15}")) {
            throw new IOException("the answer's length is malformed");
        }
        return new PlainBody(line, false, false, Long.parseLong(lengths.getFirst()), ended);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (chunked && left == 0 && !done) {
            nextChunk();
        }
        if (done) {
            return -1;
        }
        int some = line.read(into, offset, (int) Math.min(length, left));
        if (some < 0) {
            finish(false);
            if (untilEnd) {
                return -1;
            }
            throw new EOFException("the server hung up within an answer");
        }
        left -= some;
        if (left == 0 && !chunked) {
            finish(true);
        }
        return some;
    }

    private void nextChunk() throws IOException {
        if (inChunks && !line.line(MAX_EXTRA).isEmpty()) {
            throw new IOException("a chunk of the answer is longer than it says");
        }
        inChunks = true;
        var size = line.line(MAX_EXTRA).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("a chunk of the answer is malformed");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            int most = MAX_EXTRA;
            for (var trailer = line.line(most); !trailer.isEmpty(); trailer = line.line(most)) {
                most -= trailer.length();
            }
            finish(true);
        }
    }

    private void finish(boolean whole) {
        if (!done) {
            done = true;
            over.accept(whole);
        }
    }

    @Override
    public void close() {
        if (done) {
            return; // the line may be somebody else's by now
        }
        try {
            var rest = new byte[4 << 10];
            line.patience(SOON);
            for (int skipped = 0; !done && !untilEnd && skipped < LITTLE; ) {
                skipped += Math.max(0, read(rest, 0, rest.length));
            }
        } catch (IOException | RuntimeException e) {
            // then the line is given up
        }
        finish(false);
    }
}

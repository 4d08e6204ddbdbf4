package dev.polar.runtime.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads lines of bounded length in bounded memory. A last line without its end was not finished and is not a line. */
final class LineReader {
    private final InputStream in;
    private final int maxLine;
    private final long maxSkipped;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;

    /**
     * @param maxLine bytes of the longest line that is kept, its end not counted
     * @param maxSkipped bytes of the longest line that is waited for
     */
    LineReader(InputStream in, int maxLine, long maxSkipped) {
        this.in = in;
        this.maxLine = maxLine;
        this.maxSkipped = maxSkipped;
    }

    /** The next line, or empty at the end of the stream. */
    Optional<Line> next() throws IOException {
        var line = new ByteArrayOutputStream(0);
        while (from < to || fill()) {
            int end = lineFeed();
            if (line.size() + (end - from) > maxLine) {
                return skip(line.toByteArray());
            }
            if (end < to) {
                var whole = line.size() == 0 ? Arrays.copyOfRange(buffer, from, end) : joined(line, end);
                from = end + 1;
                return Optional.of(new Line.Whole(whole));
            }
            line.write(buffer, from, to - from);
            from = to;
        }
        return Optional.empty();
    }

    private byte[] joined(ByteArrayOutputStream line, int end) {
        line.write(buffer, from, end - from);
        return line.toByteArray();
    }

    private Optional<Line> skip(byte[] begun) throws IOException {
        var head = begun.length > 0 ? begun : Arrays.copyOfRange(buffer, from, to);
        var tail = begun;
        long skipped = begun.length;
        while (from < to || fill()) {
            int end = lineFeed();
            boolean ended = end < to;
            skipped += end - from;
            tail = lastOf(tail, end);
            from = ended ? end + 1 : to;
            if (ended) {
                return Optional.of(new Line.TooLong(Arrays.copyOf(head, Math.min(head.length, Line.ENDS)), tail));
            }
            if (skipped > maxSkipped) {
                return Optional.of(new Line.Endless());
            }
        }
        return Optional.empty();
    }

    /** The last bytes of what was kept so far and of the buffer up to {@code end}. */
    private byte[] lastOf(byte[] kept, int end) {
        int fresh = Math.min(end - from, Line.ENDS);
        int old = Math.min(kept.length, Line.ENDS - fresh);
        var last = new byte[old + fresh];
        System.arraycopy(kept, kept.length - old, last, 0, old);
        System.arraycopy(buffer, end - fresh, last, old, fresh);
        return last;
    }

    private int lineFeed() {
        int i = from;
        while (i < to && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}

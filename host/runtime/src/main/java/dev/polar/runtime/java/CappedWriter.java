package dev.polar.runtime.java;

import java.io.IOException;
import java.io.Writer;

/** Takes so much text and then fails: an endless answer ends here and not in the host's memory. */
final class CappedWriter extends Writer {
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private boolean full;

    CappedWriter(int most) {
        this.most = most;
    }

    @Override
    public void write(char[] more, int from, int length) throws IOException {
        if (full || text.length() + length > most) {
            full = true;
            throw new IOException("more than " + most + " characters");
        }
        text.append(more, from, length);
    }

    boolean full() {
        return full;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

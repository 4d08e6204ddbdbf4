package dev.polar.cli.bridge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Messages as they come in: one a line, of a bounded length. */
final class Lines {
    private static final int LONGEST = 64 << 20;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line without its end; empty when nothing more comes. What follows the last line end is a line too. */
    Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() == LONGEST) {
                throw new IOException("a line has more than " + (LONGEST >> 20) + " MiB");
            }
            line.write(c);
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }
}

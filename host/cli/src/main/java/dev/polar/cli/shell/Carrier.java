package dev.polar.cli.shell;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What bytes go over to a host and back, within its time. */
interface Carrier extends Closeable {
    /** Nobody listens. */
    final class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        Unreachable(IOException why) {
            super(why.getMessage(), why);
        }
    }

    /** Sends all of it. */
    void write(ByteBuffer bytes) throws IOException;

    /** Waits for some; negative at the end. */
    int read(ByteBuffer into) throws IOException;
}

package dev.polar.runtime.child;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A pipe from a process, to its last byte. When a process ends, the JDK reads what is left in the pipe on a thread of
 * its own and puts it where the pipe was; a reader that waits in the pipe at that moment sees the end too early, and
 * finds the rest if it looks again.
 */
final class PatientInput extends FilterInputStream {
    private static final int LOOKS = 5;

    private final Process process;

    PatientInput(Process process, InputStream pipe) {
        super(pipe);
        this.process = process;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = look(bytes, offset, length);
        if (n > 0 || !exited()) {
            return n;
        }
        for (int i = 0; n <= 0 && i < LOOKS; i++) {
            LockSupport.parkNanos(1_000_000);
            n = look(bytes, offset, length);
        }
        return n;
    }

    private int look(byte[] bytes, int offset, int length) {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            return -1; // closed under the reader, by the end of the process
        }
    }

    private boolean exited() {
        try {
            return process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.polar.host.endpoint;

import java.util.concurrent.TimeUnit;

/** How much a plugin may say beside one answer: fifty messages at once, twenty a second after that, and a mebibyte in all. */
final class Allowance {
    private static final int BURST = 50;
    private static final int PER_SECOND = 20;
    private static final int BYTES = 1 << 20;

    private double messages = BURST;
    private long bytes = BYTES;
    private long at = System.nanoTime();

    /** Whether there is room for it, which it then takes. */
    boolean takes(int length) {
        long now = System.nanoTime();
        messages = Math.min(BURST, messages + (now - at) * PER_SECOND / (double) TimeUnit.SECONDS.toNanos(1));
        at = now;
        if (messages < 1 || bytes < length) {
            return false;
        }
        messages--;
        bytes -= length;
        return true;
    }
}

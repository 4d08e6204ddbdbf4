package dev.polar.runtime.child;

/** Bytes as people read them. */
final class Size {
    private Size() {}

    static String shown(long bytes) {
        return bytes >= 1L << 30 && bytes % (1L << 30) == 0 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
    }
}

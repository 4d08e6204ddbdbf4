package dev.polar.runtime.rpc;

/**
 * How many values a text can hold. Ten megabytes of {@code [1,1,1} become hundreds of megabytes of objects, so large
 * texts are looked at before they are read.
 */
final class Density {
    private static final int SMALL = 1 << 20;
    private static final int MAX_VALUES = 500_000;

    private Density() {}

    static boolean bearable(byte[] json) {
        if (json.length <= SMALL) {
            return true;
        }
        int values = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (inString) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == ',' || b == '[' || b == '{') {
                values++;
            }
        }
        return values <= MAX_VALUES;
    }
}

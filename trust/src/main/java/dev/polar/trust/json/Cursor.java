package dev.polar.trust.json;

/** A place in a document, and the words for what is wrong there. */
final class Cursor {
    static final int END = -1;

    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    void moveTo(int offset) {
        at = offset;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    /** The byte here, 0 to 255, or {@link #END}. */
    int peek() {
        return at < bytes.length ? bytes[at] & 0xFF : END;
    }

    /** The byte here, and one step on. */
    int next() {
        return at < bytes.length ? bytes[at++] & 0xFF : END;
    }

    void skipWhiteSpace() {
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    void expect(char c, String expected) {
        if (peek() != c) {
            throw unexpected(expected);
        }
        at++;
    }

    JsonFault unexpected(String expected) {
        return fault("expected " + expected + ", found " + found());
    }

    JsonFault fault(String message) {
        return fault(message, at);
    }

    JsonFault fault(String message, int offset) {
        var place = place(offset);
        return new JsonFault(message, place.line(), place.column());
    }

    /** Lines and columns are counted here alone, when something is wrong. */
    Place place(int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xC0) != 0x80) { // continuation bytes belong to the character before them
                column++;
            }
        }
        return new Place(line, column);
    }

    private String found() {
        int b = peek();
        if (b == END) {
            return "the end";
        }
        if (at == 0 && bytes.length > 2 && b == 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return "a byte order mark";
        }
        return b > 0x20 && b < 0x7F ? "'" + (char) b + "'" : String.format("byte 0x%02x", b);
    }
}

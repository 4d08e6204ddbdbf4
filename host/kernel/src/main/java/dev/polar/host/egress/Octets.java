package dev.polar.host.egress;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads numbers and length-prefixed parts, never past the end. */
final class Octets {
    private final byte[] bytes;
    private final int end;
    private int at;

    Octets(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Octets(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** A big-endian number of one to three bytes. */
    int number(int size) throws Malformed {
        require(size);
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[at++] & 0xff;
        }
        return value;
    }

    Octets part(int length) throws Malformed {
        require(length);
        var part = new Octets(bytes, at, at + length);
        at += length;
        return part;
    }

    /** A part that says its length first, in so many bytes. */
    Octets vector(int size) throws Malformed {
        return part(number(size));
    }

    /** All that is left, one character for each byte. */
    String ascii() {
        var text = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        at = end;
        return text;
    }

    byte[] rest() {
        var rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    void requireEnd() throws Malformed {
        if (at != end) {
            throw new Malformed("bytes after its end");
        }
    }

    private void require(int length) throws Malformed {
        if (length > end - at) {
            throw new Malformed("it ends too early");
        }
    }
}

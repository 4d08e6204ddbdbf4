package dev.polar.trust.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** A string between double quotes: strict UTF-8, and escapes that leave no surrogate alone. */
final class StringToken {
    private StringToken() {}

    /** Reads the string whose opening quote is at the cursor and leaves the cursor behind its closing quote. */
    static String read(Cursor in) {
        in.next();
        int from = in.at();
        int b = plain(in);
        if (b == '"') {
            var text = decode(in, from, in.at());
            in.next();
            return text;
        }
        var text = new StringBuilder();
        while (true) {
            text.append(decode(in, from, in.at()));
            if (b == '"') {
                in.next();
                return text.toString();
            }
            escape(in, text);
            from = in.at();
            b = plain(in);
        }
    }

    /** Moves to the next quote or backslash and returns it. */
    private static int plain(Cursor in) {
        var bytes = in.bytes();
        int i = in.at();
        while (i < bytes.length) {
            byte b = bytes[i];
            if (b == '"' || b == '\\') {
                in.moveTo(i);
                return b;
            }
            if (b >= 0 && b < 0x20) {
                in.moveTo(i);
                throw in.fault(String.format("control character 0x%02x in a string", b));
            }
            i++;
        }
        in.moveTo(i);
        throw in.unexpected("the end of the string");
    }

    private static String decode(Cursor in, int from, int to) {
        var text = new String(in.bytes(), from, to - from, StandardCharsets.UTF_8);
        // The quick decoder replaces what is malformed; the same character may also be meant.
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(in, from, to);
        }
        return text;
    }

    private static void requireUtf8(Cursor in, int from, int to) {
        var bytes = ByteBuffer.wrap(in.bytes(), from, to - from);
        var result = StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(to - from + 1), true);
        if (result.isError()) {
            throw in.fault("not UTF-8", bytes.position());
        }
    }

    private static void escape(Cursor in, StringBuilder text) {
        int at = in.at();
        in.next();
        switch (in.next()) {
            case '"' -> text.append('"');
            case '\\' -> text.append('\\');
            case '/' -> text.append('/');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> unicode(in, at, text);
            default -> throw in.fault("unknown escape", at);
        }
    }

    private static void unicode(Cursor in, int at, StringBuilder text) {
        char first = hex(in, at);
        text.append(first);
        if (!Character.isSurrogate(first)) {
            return;
        }
        if (Character.isHighSurrogate(first) && in.next() == '\\' && in.next() == 'u') {
            char second = hex(in, at);
            if (Character.isLowSurrogate(second)) {
                text.append(second);
                return;
            }
        }
        throw in.fault("lone surrogate", at);
    }

    private static char hex(Cursor in, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int b = in.next();
            int digit = b < 0x80 ? Character.digit(b, 16) : -1;
            if (digit < 0) {
                throw in.fault("\\u takes four hex digits", at);
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }
}

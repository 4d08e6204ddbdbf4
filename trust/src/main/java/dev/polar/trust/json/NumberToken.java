package dev.polar.trust.json;

import jakarta.json.JsonNumber;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** A number, kept exactly as written: no rounding happens here. */
final class NumberToken {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_EXPONENT = 1_000;
    // -0 is a number of its own in binary64 and not an integer of any rule; 0.0 is the nearest a decimal can say.
    private static final BigDecimal MINUS_ZERO = new BigDecimal("0.0");

    private NumberToken() {}

    static JsonNumber read(Cursor in, JsonProvider provider) {
        int from = in.at();
        boolean negative = in.peek() == '-';
        if (negative) {
            in.next();
        }
        if (in.peek() == '0') {
            in.next();
        } else {
            digits(in);
        }
        boolean integer = true;
        if (in.peek() == '.') {
            integer = false;
            in.next();
            digits(in);
        }
        if (in.peek() == 'e' || in.peek() == 'E') {
            integer = false;
            exponent(in);
        }
        int length = in.at() - from;
        if (length > MAX_LENGTH) {
            throw in.fault("a number of more than " + MAX_LENGTH + " characters", from);
        }
        var text = new String(in.bytes(), from, length, StandardCharsets.ISO_8859_1);
        if (integer && length <= 18) {
            long value = Long.parseLong(text);
            return value == 0 && negative ? provider.createValue(MINUS_ZERO) : provider.createValue(value);
        }
        return provider.createValue(new BigDecimal(text));
    }

    private static void digits(Cursor in) {
        if (!isDigit(in.peek())) {
            throw in.unexpected("a digit");
        }
        while (isDigit(in.peek())) {
            in.next();
        }
    }

    private static void exponent(Cursor in) {
        int from = in.at();
        in.next();
        if (in.peek() == '+' || in.peek() == '-') {
            in.next();
        }
        int first = in.at();
        digits(in);
        int value = 0;
        for (int i = first; i < in.at() && value <= MAX_EXPONENT; i++) {
            value = value * 10 + (in.bytes()[i] - '0');
        }
        if (value > MAX_EXPONENT) {
            throw in.fault("an exponent beyond " + MAX_EXPONENT, from);
        }
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}

package dev.polar.trust.json;

/**
 * Number to text as ECMAScript does it (ECMA-262 {@code Number::toString}, which RFC 8785 section 3.2.2.3 prescribes).
 * {@link Double#toString} gives the shortest digits since JDK 19, with one difference: it never gives fewer than two,
 * and where one would do it prefers the nearer pair ({@code 4.9E-324}, not {@code 5e-324}).
 */
final class EcmaNumber {
    private EcmaNumber() {}

    /** The text of a finite number. */
    static String text(double number) {
        if (number == 0) {
            return "0";
        }
        var java = Double.toString(Math.abs(number));
        int e = java.indexOf('E');
        var mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        var digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int exponent = point + (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1)));
        int leading = 0;
        while (digits.charAt(leading) == '0') {
            leading++;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        var shortest = digits.substring(leading, end);
        exponent -= leading;
        if (shortest.length() == 2) {
            return withOneDigit(number, shortest, exponent);
        }
        return layout(number < 0, shortest, exponent);
    }

    /** Tries the neighbours of one digit, the nearer first. */
    private static String withOneDigit(double number, String pair, int exponent) {
        int tens = pair.charAt(0) - '0';
        int ones = pair.charAt(1) - '0';
        boolean upFirst = ones >= 5;
        for (int digit : upFirst ? new int[] {tens + 1, tens} : new int[] {tens, tens + 1}) {
            // 9.9 rounds up to 10: one digit, one place to the left.
            var candidate = digit == 10 ? "1" : Integer.toString(digit);
            int place = digit == 10 ? exponent + 1 : exponent;
            if (digit > 0 && Double.parseDouble("0." + candidate + "E" + place) == Math.abs(number)) {
                return layout(number < 0, candidate, place);
            }
        }
        return layout(number < 0, pair, exponent);
    }

    /** Lays out {@code 0.DIGITS} times ten to the power of {@code n}. */
    private static String layout(boolean negative, String digits, int n) {
        var out = new StringBuilder(28);
        if (negative) {
            out.append('-');
        }
        int k = digits.length();
        if (k <= n && n <= 21) {
            out.append(digits).repeat('0', n - k);
        } else if (0 < n && n <= 21) {
            out.append(digits, 0, n).append('.').append(digits, n, k);
        } else if (-6 < n && n <= 0) {
            out.append("0.").repeat('0', -n).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (k > 1) {
                out.append('.').append(digits, 1, k);
            }
            out.append('e').append(n > 0 ? '+' : '-').append(Math.abs(n - 1));
        }
        return out.toString();
    }
}

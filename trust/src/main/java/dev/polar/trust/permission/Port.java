package dev.polar.trust.permission;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A TCP port or any.
 *
 * @param number 1 to 65535; absent for {@code *}
 */
public record Port(OptionalInt number) {
    /** Every port. */
    public static final Port ANY = new Port(OptionalInt.empty());

    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,4}");

    public Port {
        if (number.isPresent() && (number.getAsInt() < 1 || number.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
    }

    /** The one port. */
    public static Port of(int number) {
        return new Port(OptionalInt.of(number));
    }

    static Port read(Selector selector, int at) {
        var text = selector.text().substring(at);
        if (text.equals("*")) {
            return ANY;
        }
        if (!DIGITS.matcher(text).matches() || Integer.parseInt(text) > 65_535) {
            throw selector.refused(at, "a port is a number from 1 to 65535 without leading zeros, or *");
        }
        return of(Integer.parseInt(text));
    }

    boolean any() {
        return number.isEmpty();
    }

    Optional<Port> meet(Port other) {
        if (any()) {
            return Optional.of(other);
        }
        return other.any() || equals(other) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String toString() {
        return any() ? "*" : Integer.toString(number.getAsInt());
    }
}

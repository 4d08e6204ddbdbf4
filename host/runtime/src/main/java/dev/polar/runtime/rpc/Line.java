package dev.polar.runtime.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A line, or what is left of one that was too long. */
sealed interface Line {
    /** How many bytes of each end are looked at. */
    int ENDS = 4_096;

    record Whole(byte[] bytes) implements Line {}

    /** Both ends of a line that was not kept. */
    record TooLong(byte[] head, byte[] tail) implements Line {
        private static final Pattern FIRST = Pattern.compile("^\\s*\\{[^{\\[]*?\"id\"\\s*:\\s*(\\d{1,18})\\s*,");
        private static final Pattern LAST = Pattern.compile(",\\s*\"id\"\\s*:\\s*(\\d{1,18})\\s*}\\s*$");

        /** The ends of a line that was kept. */
        static TooLong ends(byte[] line) {
            int length = Math.min(line.length, ENDS);
            return new TooLong(
                    Arrays.copyOf(line, length), Arrays.copyOfRange(line, line.length - length, line.length));
        }

        /** The id of the request it answers, where writers put it: after the result or before it. */
        OptionalLong id() {
            var last = id(LAST, tail);
            return last.isPresent() ? last : id(FIRST, head);
        }

        private static OptionalLong id(Pattern place, byte[] text) {
            var match = place.matcher(new String(text, StandardCharsets.ISO_8859_1));
            return match.find() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
        }
    }

    /** A line that was longer than anyone waits for. */
    record Endless() implements Line {}
}

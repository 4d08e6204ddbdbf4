package dev.polar.trust.pin;

import dev.polar.trust.text.CleanText;

/**
 * Something about an offer that an operator should look at before approving it.
 *
 * @param tool the tool, or empty where it is the server itself
 * @param detail where and what, as plain text on one line
 */
public record PinFinding(String server, String tool, Rule rule, String detail) {
    /** What is wrong. */
    public enum Rule {
        /** No object, or without an {@code inputSchema} that is one: left out. */
        MALFORMED("is no tool definition"),
        /** A name that is missing, too long, or not printable ASCII without space: left out. */
        NAME("has a name that cannot be used"),
        /** Two tools of one name: all but the first are left out. */
        TWICE("is listed twice"),
        /** A number or string that programs read differently (RFC 7493): left out. */
        NOT_I_JSON("has a definition that programs read differently"),
        /** It asks for arguments in HTTP header fields that must not stand there: left out. */
        HEADER_PARAMETER("asks for header fields that cannot be sent"),
        /** Characters that a reader does not see and a model reads. */
        HIDDEN_CHARACTER("holds a hidden character"),
        /** Control characters, among them terminal escape sequences. */
        CONTROL_CHARACTER("holds a control character"),
        /** A schema that points elsewhere; it is not followed. */
        REMOTE_REFERENCE("points outside itself"),
        /** A text longer than 16 KiB. */
        LONG_TEXT("has a very long text"),
        /** A name that is, or looks like, another tool's. */
        SHADOWS("has the name of another tool");

        private final String words;

        Rule(String words) {
            this.words = words;
        }

        /** The rest of a sentence that begins with the tool. */
        public String words() {
            return words;
        }
    }

    public PinFinding {
        tool = CleanText.line(tool);
        detail = CleanText.line(detail);
    }

    /** {@code notes/search has a very long text: /description, 20112 bytes}. */
    @Override
    public String toString() {
        return CleanText.line(server + (tool.isEmpty() ? "" : "/" + tool) + " " + rule.words() + ": " + detail);
    }
}

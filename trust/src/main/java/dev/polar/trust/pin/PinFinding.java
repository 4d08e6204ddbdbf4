package dev.polar.trust.pin;

import dev.polar.trust.text.CleanText;
import java.util.Optional;

/**
 * Something about an offer that an operator should look at before approving it.
 *
 * @param about the tool, prompt or resource template; empty where it is the server itself
 * @param detail where and what, as plain text on one line
 */
public record PinFinding(String server, Optional<FeatureName> about, Rule rule, String detail) {
    private static final int LONGEST = 200;

    /** What is wrong. */
    public enum Rule {
        /** No object, or without a member that has to be there, such as a tool's {@code inputSchema}: left out. */
        MALFORMED("is no definition"),
        /** A name that is missing, too long, or not printable ASCII without space: left out. */
        NAME("has a name that cannot be used"),
        /** Two of one name: all but the first are left out. */
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
        /** Some phrases that are seldom meant for a reader; a text without them may be as bad. */
        ORDERS("has words that give a model orders"),
        /** A long run of letters and digits that somebody could decode. */
        ENCODED("holds what may be encoded text"),
        /** An entry of a skill that breaks a rule, or does not say what its files are: left out. */
        SKILL("is no skill that could be approved"),
        /** A name that is, or looks like, another tool's. */
        SHADOWS("has the name of another tool"),
        /** The same of a skill. */
        SHADOWS_SKILL("has the name of another skill");

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
        about = about.map(one -> new FeatureName(one.feature(), cut(one.name())));
        detail = cut(detail);
    }

    private static String cut(String text) {
        return CleanText.line(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
    }

    /** {@code notes/search has a very long text: /description, 20112 bytes}. */
    @Override
    public String toString() {
        var what = about.map(one -> one.feature() == Feature.TOOL ? "/" + one.name() : " " + one);
        return CleanText.line(server + what.orElse("") + " " + rule.words() + ": " + detail);
    }
}

package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a child says on standard error, fit for people: without its plugin's secrets, in one line, and short. Secrets go
 * before anything is cut, so that none is left in part.
 */
public final class Spoken implements Consumer<String> {
    private static final int LONGEST = 500;

    private final UnaryOperator<String> masked;
    private final Consumer<String> log;
    private volatile String telling = "";

    /** @param masked takes secrets out of a text */
    public Spoken(UnaryOperator<String> masked, Consumer<String> log) {
        this.masked = masked;
        this.log = log;
    }

    @Override
    public void accept(String line) {
        var shown = shown(line, masked);
        if (tells(line)) {
            telling = shown;
        }
        log.accept(shown);
    }

    /** Interpreters say what went wrong in a line of its own, among indented ones that say where. */
    private static boolean tells(String line) {
        return !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("Node.js v");
    }

    /**
     * The last line that says what went wrong.
     *
     * @param otherwise the very last line, for a child that said nothing of the kind
     */
    public String last(String otherwise) {
        return telling.isEmpty() ? shown(otherwise, masked) : telling;
    }

    /** Why it is gone: what whoever waits for it is told. Waits a moment for its end. */
    public Refusal epitaph(String name, Child child) {
        var how = child.ending();
        var words = last(child.lastWords());
        return new Refusal(
                Code.PLUGIN_CRASHED,
                name + " " + how + (words.isEmpty() ? "" : ": " + words),
                "polar inspect shows its log");
    }

    /** A foreign text in at most 500 characters on one line, without secrets. */
    public static String shown(String text, UnaryOperator<String> masked) {
        var line = CleanText.line(masked.apply(text)).strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}

package dev.polar.trust.pin;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Phrases of known attacks on models, in texts that describe. It is a hint for a person who reads on: whoever writes the
 * same in other words is not found, and an honest text may have them.
 */
final class ModelTalk {
    private static final int SHOWN = 60;

    private static final Pattern ORDERS = Pattern.compile(
            String.join(
                    "|",
                    "\\b(ignore|disregard|forget|override)\\s++(\\w++\\s++){0,3}?"
                            + "(previous|prior|above|earlier|preceding)\\s++(\\w++\\s++)?"
                            + "(instruction|rule|prompt|message|direction|context)",
                    "\\b(do\\s++not|don't|never)\\s++(tell|inform|mention|reveal|show|notify|alert|ask)\\s++"
                            + "(\\w++\\s++){0,4}?(user|human|operator)\\b",
                    "\\bwithout\\s++(telling|asking|informing|notifying|alerting)\\s++(the\\s++)?(user|human|operator)\\b",
                    "\\bsystem\\s++prompt\\b",
                    "</?(system|important|secret|hidden)>",
                    "<\\|\\w{1,30}\\|>",
                    "\\[/?INST\\]"),
            Pattern.CASE_INSENSITIVE);

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{160,}+={0,2}");

    private ModelTalk() {}

    /** The first such phrase. */
    static Optional<String> order(String text) {
        var found = ORDERS.matcher(text);
        return found.find()
                ? Optional.of(text.substring(found.start(), Math.min(found.end(), found.start() + SHOWN)))
                : Optional.empty();
    }

    /** How long the first run is that may be base64 or hexadecimal; an image in a data URI is what it says. */
    static Optional<Integer> encoded(String text) {
        var found = RUN.matcher(text);
        return !text.startsWith("data:image/")
                        && found.find()
                        && found.group().chars().anyMatch(Character::isDigit)
                ? Optional.of(found.end() - found.start())
                : Optional.empty();
    }
}

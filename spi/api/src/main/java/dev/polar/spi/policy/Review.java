package dev.polar.spi.policy;

import java.util.List;

/** What a rule says to one result. */
public sealed interface Review {
    /** Nothing against it. */
    record Pass() implements Review {}

    /** Nobody gets it; the call has happened all the same. */
    record Withhold(String reason) implements Review {}

    /**
     * Wherever one of these texts stands in the result, the host puts {@code [redacted]}.
     *
     * @param texts at most 100, none of them empty
     */
    record Redact(List<String> texts) implements Review {
        public Redact {
            texts = List.copyOf(texts);
            if (texts.isEmpty() || texts.size() > 100 || texts.contains("")) {
                throw new IllegalArgumentException("1 to 100 texts, none of them empty");
            }
        }
    }

    static Review pass() {
        return new Pass();
    }

    /** @param reason one line for whoever called; more than 200 characters are cut */
    static Review withhold(String reason) {
        return new Withhold(reason);
    }

    static Review redact(String... texts) {
        return new Redact(List.of(texts));
    }
}

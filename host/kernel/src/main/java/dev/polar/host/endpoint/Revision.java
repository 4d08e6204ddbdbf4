package dev.polar.host.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The protocol revisions spoken here. */
enum Revision {
    R2025_06_18("2025-06-18"),
    R2025_11_25("2025-11-25"),
    /** Stateless: every request brings its metadata, every result says what it is. */
    R2026_07_28("2026-07-28");

    /** What is offered to a client that asks for another. */
    static final Revision STATEFUL = R2025_11_25;

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    static Optional<Revision> of(String text) {
        return Arrays.stream(values())
                .filter(revision -> revision.text.equals(text))
                .findFirst();
    }

    /** The newest first. */
    static List<String> texts() {
        return Arrays.stream(values()).map(Revision::text).toList().reversed();
    }

    String text() {
        return text;
    }

    boolean stateless() {
        return this == R2026_07_28;
    }
}

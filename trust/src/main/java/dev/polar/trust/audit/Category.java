package dev.polar.trust.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an action is about; in a record in lower case. */
public enum Category {
    /** A call through the gate. */
    CALL,
    /** What a plugin asked of its broker: a request, a file, a document. */
    BROKER,
    /** Install, enable, update, rollback, uninstall, start and stop. */
    PLUGIN,
    /** Publishers, operators, keys, levels, revocations. */
    TRUST,
    /** The policy and its rules. */
    POLICY,
    /** Requests, approvals and denials. */
    APPROVAL,
    /** Setting, removing and using secrets, by name. */
    SECRET,
    /** Messages in and out, and the accounts they go through. */
    CHANNEL,
    /** Client tokens and sessions. */
    CLIENT,
    /** The host itself: start, stop, heartbeat, recovery. */
    HOST,
    /** The log itself: export, redaction, pruning. */
    AUDIT;

    /** The one that is written so in a record. */
    public static Optional<Category> named(String text) {
        return Arrays.stream(values())
                .filter(category -> category.text().equals(text))
                .findFirst();
    }

    /** The form in a record. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

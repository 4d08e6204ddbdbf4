package dev.polar.host.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a query can narrow by; several hold together. */
public enum AuditField {
    CATEGORY("category"),
    ACTION("action"),
    STAGE("stage"),
    DECISION("decision"),
    PLUGIN("plugin"),
    /** A name as the gate knew it, with its kind before it or not; a person also by the pseudonym that lists show. */
    CALLER("caller"),
    /** A W3C {@code traceparent}, or the trace id in it. */
    TRACE("trace"),
    INTENT("intent"),
    /** Who asked for it, who decided, and what was done with it. */
    APPROVAL("approval"),
    TOOL(""),
    SESSION(""),
    /** The code of a refusal, or that of an outcome. */
    CODE(""),
    /** Whose log it is. */
    NODE("");

    private final String column;

    AuditField(String column) {
        this.column = column;
    }

    /** Its name in questions. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column that repeats it; without one, records are looked into. */
    Optional<String> column() {
        return Optional.of(column).filter(name -> !name.isEmpty());
    }

    /** The field of that name. */
    public static Optional<AuditField> named(String label) {
        return Arrays.stream(values())
                .filter(field -> field.label().equals(label))
                .findFirst();
    }
}

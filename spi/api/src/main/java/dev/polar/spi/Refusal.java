package dev.polar.spi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How anything in Polar says no: a stable code, what happened, and what to do next. It is the same on the command line,
 * over HTTP, over MCP and in the audit.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;
    private final String hint;
    private final transient Map<String, String> details;

    public Refusal(Code code, String message, String hint, Map<String, String> details) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
        this.details = Map.copyOf(details);
    }

    /** A refusal without details. */
    public Refusal(Code code, String message, String hint) {
        this(code, message, hint, Map.of());
    }

    public Code code() {
        return code;
    }

    /** The next thing to do, or empty. */
    public String hint() {
        return hint;
    }

    /** Named facts: {@code plugin}, {@code entry}, {@code rule}, {@code path} and the like. */
    public Map<String, String> details() {
        return details;
    }

    /** The same refusal with one more fact. */
    public Refusal with(String name, String value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Refusal(code, getMessage(), hint, more);
    }

    @Override
    public String toString() {
        return code + "  " + getMessage();
    }
}

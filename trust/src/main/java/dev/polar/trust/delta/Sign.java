package dev.polar.trust.delta;

/** What happened to a thing. */
public enum Sign {
    ADDED("+"),
    CHANGED("~"),
    REMOVED("-");

    private final String mark;

    Sign(String mark) {
        this.mark = mark;
    }

    /** How a line about it begins. */
    public String mark() {
        return mark;
    }
}

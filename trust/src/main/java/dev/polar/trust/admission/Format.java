package dev.polar.trust.admission;

/** What kind of code a package brings. */
public enum Format {
    OSGI,
    PF4J,
    /** MCP servers, stdio or remote. */
    MCP,
    /** Text and scripts only. */
    SKILL;

    /** Whether classes are loaded. */
    public boolean java() {
        return this == OSGI || this == PF4J;
    }
}

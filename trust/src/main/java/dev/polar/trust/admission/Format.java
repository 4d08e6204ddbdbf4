package dev.polar.trust.admission;

/** What kind of code a package brings. */
public enum Format {
    OSGI,
    PF4J,
    /** MCP servers, stdio or remote. */
    MCP,
    /** Skills whose scripts answer tools: each call is a process of its own. */
    SCRIPT,
    /** Text for agents alone: nothing of it runs. */
    SKILL;

    /** Whether classes are loaded. */
    public boolean java() {
        return this == OSGI || this == PF4J;
    }
}

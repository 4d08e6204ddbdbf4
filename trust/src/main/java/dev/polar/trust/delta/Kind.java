package dev.polar.trust.delta;

/** What can differ between two releases, in the order in which an operator reads it. */
public enum Kind {
    PUBLISHER("publisher", "publisher"),
    SIGNER("signer", "signers"),
    VERSION("version", "version"),
    EPOCH("epoch", "epoch"),
    LEVEL("level", "level"),
    PLACEMENT("runs in", "placement"),
    FORMAT("kind", "format"),
    PERMISSION("permission", "permissions"),
    /** An MCP server: its command or address, and what it says of itself. */
    SERVER("server", "servers"),
    TOOL("tool", "tools"),
    PROMPT("prompt", "prompts"),
    TEMPLATE("resource template", "resourceTemplates"),
    SKILL("skill", "skills"),
    CHANNEL("channel", "channels"),
    REQUIREMENT("requires", "requires"),
    POLICY_RULE("policy rule", "policyRules"),
    RESULT_RULE("result rule", "resultRules"),
    SCHEDULE("schedule", "schedules"),
    AUDIT_SINK("audit sink", "auditSinks");

    private final String label;
    private final String member;

    Kind(String label, String member) {
        this.label = label;
        this.member = member;
    }

    /** The word before the thing in a line: {@code tool}. */
    public String label() {
        return label;
    }

    /** The member of a profile's JSON that holds these. */
    String member() {
        return member;
    }

    /** Whether a profile names several of them, each made of parts. */
    boolean named() {
        return compareTo(SERVER) >= 0;
    }

    /**
     * What a new or a changed one means. A schedule and an audit sink do nothing beyond the permission that each of them
     * needs, and that is compared by itself; a new rule says no where nobody did before.
     */
    Meaning more() {
        return compareTo(SCHEDULE) < 0 ? Meaning.WIDER : Meaning.SAME;
    }

    /** What one that is gone means. Without a rule what it refused goes through. */
    Meaning less() {
        if (this == POLICY_RULE || this == RESULT_RULE) {
            return Meaning.WIDER;
        }
        return more() == Meaning.WIDER ? Meaning.NARROWER : Meaning.SAME;
    }
}

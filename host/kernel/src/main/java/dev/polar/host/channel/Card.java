package dev.polar.host.channel;

import dev.polar.host.approval.ApprovalRow;
import dev.polar.host.approval.ExactText;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArrayBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One request as rooms see it, in the host's words, for the page to put in as text. What others wrote, the arguments
 * above all, stands there escaped.
 *
 * @param takesAKey why no chat decides it, if so
 */
record Card(ApprovalRow row, Optional<String> takesAKey) {
    /** Longer arguments are not shown, and so not approved, in a chat. */
    private static final int LONGEST_ARGUMENTS = 8_000;

    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    /** Whether a press of a button may decide it: what cannot be undone, or be seen whole, takes a key. */
    boolean isForChats() {
        return whyNot().isEmpty();
    }

    /** For who may decide. */
    String asking() {
        return isForChats()
                ? text("Asks for your yes", "A yes is for exactly this call, once.", "")
                : text("Asks for a yes that takes an operator's key", whyNot().orElse(""), command());
    }

    /** For who asked. */
    String waiting() {
        return text("Waits for a yes", "Once it is approved it runs by itself, and its answer comes here.", command());
    }

    private Optional<String> whyNot() {
        return takesAKey.or(() -> arguments().isEmpty()
                ? Optional.of(
                        "Its arguments are too long to be shown here; an operator sees them with: polar approvals show "
                                + row.id())
                : Optional.empty());
    }

    private String command() {
        return "polar approve " + row.id();
    }

    private String arguments() {
        var shown = ExactText.of(row.arguments());
        return shown.length() <= LONGEST_ARGUMENTS ? shown : "";
    }

    private String text(String title, String note, String command) {
        return Canonical.text(StrictJson.provider()
                .createObjectBuilder()
                .add("request", row.id())
                .add("title", title)
                .add("target", ExactText.of(row.target()))
                .add("arguments", arguments())
                .add("facts", facts())
                .add("note", note)
                .add("command", command)
                .build());
    }

    private JsonArrayBuilder facts() {
        var facts = StrictJson.provider().createArrayBuilder();
        add(facts, "asked by", row.caller());
        add(facts, "effect", row.effect() + (row.highRisk() ? ", high risk" : ""));
        add(facts, "plugin", row.plugin());
        add(facts, "rule", row.rule() + (row.reason().isEmpty() ? "" : ": " + row.reason()));
        if (row.quorum() > 1) {
            add(facts, "takes", row.quorum() + " different people");
        }
        add(
                facts,
                "call",
                row.digest().substring(0, Math.min(SHORT_DIGEST, row.digest().length())));
        add(facts, "until", row.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
        return facts;
    }

    private static void add(JsonArrayBuilder facts, String name, String value) {
        facts.add(StrictJson.provider().createArrayBuilder().add(name).add(ExactText.of(value)));
    }

    /** What its rooms are told once nobody can decide it any more. */
    String closed() {
        return switch (row.state()) {
            case PROPOSED, APPROVED, EXECUTING, EXECUTED, FAILED, UNKNOWN ->
                news("approved", "Approved by " + row.decidedBy());
            case REJECTED ->
                news("denied", "Denied by " + row.decidedBy() + (row.why().isEmpty() ? "" : ": " + row.why()));
            case EXPIRED ->
                news(
                        "expired",
                        row.decidedBy().isEmpty()
                                ? "Nobody decided in time"
                                : "Approved by " + row.decidedBy() + ", not used in time");
            case VOID -> news("void", "Ended: " + row.why());
        };
    }

    /** What one room is told whose yes is not enough. */
    String waitingForAnother() {
        return news("pressed", "You said yes; somebody else has to as well");
    }

    private String news(String state, String said) {
        return Canonical.text(StrictJson.provider()
                .createObjectBuilder()
                .add("request", row.id())
                .add("state", state)
                .add("said", ExactText.of(said))
                .build());
    }
}

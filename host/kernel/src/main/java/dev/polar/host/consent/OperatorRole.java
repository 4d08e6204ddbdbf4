package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator is there for. It stands in the signed statement that added them; one that names none made an {@link
 * #OPERATOR}. This is the one table of which actions take which role; an action that it does not name takes an operator.
 */
public enum OperatorRole {
    /** Consents to everything, and signs packages of this installation's own. */
    OPERATOR(Set.of(), Set.of()),
    /** Says yes or no to calls that are asked for. */
    APPROVER(Set.of("approve", "deny", "approval.revoke"), Set.of()),
    /** Reads everything and consents to nothing. */
    AUDITOR(Set.of(), Set.of()),
    /** Signs packages of this installation's own, and sees what bringing them in would mean; somebody else lets them in. */
    AUTHOR(Set.of(), Set.of("install", "install.set", "update", "stage", "sync"));

    /** Packing is no action of the host's: it is what a key on a package is worth. */
    private static final Set<OperatorRole> PACKING = Set.of(OPERATOR, AUTHOR);

    private final Set<String> consents;
    private final Set<String> looks;

    OperatorRole(Set<String> consents, Set<String> looks) {
        this.consents = consents;
        this.looks = looks;
    }

    /** Its name in requests, statements and lists. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a signature counts under that action. */
    public boolean consents(String action) {
        return this == OPERATOR || consents.contains(action);
    }

    /**
     * Whether they may be told what that action would do.
     *
     * @throws Refusal {@code OPERATOR_REQUIRED} if not
     */
    void requirePlanning(String action) {
        if (!consents(action) && !looks.contains(action)) {
            throw new Refusal(
                    Code.OPERATOR_REQUIRED,
                    "'" + action + "' is nothing for an " + label(),
                    "an " + label() + " " + reach());
        }
    }

    /** Whether packages with their signature are this installation's own. */
    public boolean packs() {
        return PACKING.contains(this);
    }

    /** In words, for who reads a plan. */
    public String reach() {
        return switch (this) {
            case OPERATOR -> "may consent to everything";
            case APPROVER -> "may approve and deny calls, and consent to nothing else";
            case AUDITOR -> "may read everything, and consent to nothing";
            case AUTHOR -> "may sign packages of this installation, and consent to nothing";
        };
    }

    /**
     * The role of that name.
     *
     * @throws Refusal {@code REQUEST_INVALID}
     */
    public static OperatorRole named(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "'" + CleanText.line(label) + "' is no role",
                        "--role "
                                + Arrays.stream(values())
                                        .map(OperatorRole::label)
                                        .collect(Collectors.joining("|"))));
    }
}

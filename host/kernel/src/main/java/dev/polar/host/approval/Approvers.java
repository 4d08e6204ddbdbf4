package dev.polar.host.approval;

import dev.polar.host.policy.Glob;
import java.util.List;
import java.util.Set;

/**
 * Whose word counts for one call, as the rule says that asks.
 *
 * @param patterns {@code operator:NAME} or {@code channel:KIND:ACCOUNT:USER}, where {@code *} stands for any text; without
 *     any, every operator who may approve
 * @param quorum how many different ones have to say yes
 */
public record Approvers(List<String> patterns, int quorum) {
    /** Any operator. */
    public static final Approvers ANY = new Approvers(List.of(), 1);

    private static final String OPERATOR = "operator:";
    private static final String CHANNEL = "channel:";

    public Approvers {
        patterns = List.copyOf(patterns);
    }

    /** Whether that is somebody whose word counts. */
    public boolean names(String approver) {
        return patterns.isEmpty()
                ? approver.startsWith(OPERATOR)
                : patterns.stream().anyMatch(pattern -> Glob.of(pattern).matches(approver));
    }

    /** Whether these are enough of those it takes; nobody counts for a request of their own. */
    boolean suffice(Set<String> yes, String caller) {
        return yes.stream()
                        .filter(approver -> names(approver) && !isOwn(caller, approver))
                        .count()
                >= quorum;
    }

    /**
     * Whether somebody would decide a request of their own. Who calls at the socket is known by the user name alone and is
     * their own second person only where it takes two.
     *
     * @param caller everyone in the chain, {@code plugin:acme.notes for client:claude}
     */
    boolean isOwn(String caller, String approver) {
        for (var asks : caller.split(" for ")) {
            if (asks.equals(approver)
                    || quorum > 1 && asks.equals(approver.replaceFirst("^" + OPERATOR, "operator:local:"))) {
                return true;
            }
            if (approver.startsWith(CHANNEL) && asks.startsWith(CHANNEL) && samePerson(asks, approver)) {
                return true;
            }
        }
        return false;
    }

    /** The room between account and user makes nobody another person. */
    private static boolean samePerson(String asks, String approver) {
        int user = approver.indexOf(':', approver.indexOf(':', CHANNEL.length()) + 1);
        return user > 0 && asks.startsWith(approver.substring(0, user + 1)) && asks.endsWith(approver.substring(user));
    }
}

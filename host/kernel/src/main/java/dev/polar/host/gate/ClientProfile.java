package dev.polar.host.gate;

import dev.polar.host.policy.Glob;
import dev.polar.runtime.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one client may see and call, and how it is shown to it: part of what an operator signed.
 *
 * @param sees patterns of targets, {@code plugin/name}; none for all
 * @param readOnly whether it has only what policy counts as read
 * @param search whether it looks for tools with {@code search_tools} instead of being told all of them
 * @param bareNames whether what it sees goes by its own name, without the plugin's, where only one thing has that name
 * @param approvalWait how long its call is held open that has to be approved; empty for as long as the setting says
 */
public record ClientProfile(
        List<Glob> sees, boolean readOnly, boolean search, boolean bareNames, Optional<Duration> approvalWait) {
    /** The host's own tool that finds others. */
    public static final String SEARCH = "search_tools";

    /** The host's own tool that calls one that was found. */
    public static final String CALL = "call_tool";

    /** What the host itself offers to those who search. */
    public static final List<String> SEARCHING = List.of(SEARCH, CALL);

    /** Everything, as the host shows it. */
    public static final ClientProfile ALL = new ClientProfile(List.of(), false, false, false, Optional.empty());

    /** Of somebody who is no client. */
    public static final ClientProfile NOTHING =
            new ClientProfile(List.of(Glob.of("")), true, false, false, Optional.empty());

    public ClientProfile {
        sees = List.copyOf(sees);
    }

    /** The same, of somebody who waits that long for what has to be approved. */
    public ClientProfile waiting(Duration wait) {
        return new ClientProfile(sees, readOnly, search, bareNames, Optional.of(wait));
    }

    /** Whether there is such a thing for this client. */
    public boolean allows(Target target, boolean reads) {
        return (reads || !readOnly) && names(target);
    }

    /** For people; nothing for everything. */
    public List<String> words() {
        var words = new ArrayList<String>();
        sees.forEach(pattern -> words.add(pattern.toString()));
        if (readOnly) {
            words.add("only reads");
        }
        if (search) {
            words.add("searches");
        }
        if (bareNames) {
            words.add("bare names");
        }
        approvalWait.ifPresent(wait -> words.add("waits " + wait.toSeconds() + " s"));
        return words;
    }

    private boolean names(Target target) {
        if (sees.isEmpty()) {
            return true;
        }
        var text = target.toString();
        return sees.stream().anyMatch(pattern -> pattern.matches(text));
    }
}

package dev.polar.host.http;

import dev.polar.runtime.Propagated;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is passed on of a trace's context: only what has the form, and is no larger than everybody has to take. */
public final class Propagation {
    private static final int LONGEST_STATE = 512;
    private static final int MOST_STATES = 32;
    private static final int LONGEST_BAGGAGE = 8_192;
    private static final int MOST_BAGGAGE = 64;

    /** W3C Trace Context, sections 3.3.1.3.1 and 3.3.1.3.2. */
    private static final Pattern STATE =
            Pattern.compile("[a-z0-9][a-z0-9_*/-]{0,240}(@[a-z][a-z0-9_*/-]{0,13}|[a-z0-9_*/-]{0,15})="
                    + "[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    /** W3C Baggage, section 3.2.1: a token, a value in what US-ASCII can be seen of, and properties. */
    private static final Pattern BAGGAGE =
            Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]+[ \\t]*=[ \\t]*[\\x20-\\x2b\\x2d-\\x7e]*");

    private Propagation() {}

    /** @param tracestate is the trace's own: without one that was given there is none */
    public static Propagated of(Optional<String> traceparent, Optional<String> tracestate, Optional<String> baggage) {
        var state = tracestate.filter(
                text -> traceparent.filter(Traces::is).isPresent() && fits(text, STATE, LONGEST_STATE, MOST_STATES));
        var items = baggage.filter(text -> fits(text, BAGGAGE, LONGEST_BAGGAGE, MOST_BAGGAGE));
        return state.isEmpty() && items.isEmpty() ? Propagated.NOTHING : new Propagated(state, items);
    }

    private static boolean fits(String text, Pattern member, int longest, int most) {
        if (text.isBlank() || text.length() > longest) {
            return false;
        }
        var members = Stream.of(text.split(",", -1))
                .map(one -> one.replaceAll("^[ \\t]+|[ \\t]+$", ""))
                .filter(one -> !one.isEmpty())
                .toList();
        return !members.isEmpty()
                && members.size() <= most
                && members.stream().allMatch(one -> member.matcher(one).matches());
    }
}

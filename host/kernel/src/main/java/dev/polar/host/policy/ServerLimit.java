package dev.polar.host.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How much one server of a package may hold up, whoever calls it. A plugin with one server, or without any, counts as one.
 *
 * @param server which: {@code plugin/server} of a plugin with several, otherwise {@code plugin}
 * @param timeout the longest that a call of it may take, if its contract does not say less
 * @param calls how many at once, in the place of what the settings say
 * @param answer how many bytes of canonical JSON it may answer with
 */
public record ServerLimit(
        String id, Glob server, Optional<Duration> timeout, Optional<Integer> calls, Optional<Long> answer) {
    /** Whether it is about that one. */
    public boolean counts(String ofServer) {
        return server.matches(ofServer);
    }
}

package dev.polar.host.revocation;

import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry, whose it is, and whether somebody lifts it.
 *
 * @param list {@code operators}, or the name of a list
 * @param scope what that list can reach; empty for the operators' own
 * @param by the operators who signed it, empty if it came with a list
 */
public record Decided(Revocation entry, String list, Optional<Scope> scope, String by, Optional<Lift> lift) {
    /** Whose entries the operators' own are. */
    static final String OPERATORS = "operators";

    /** Who lifts it and from when on. */
    public record Lift(String by, Instant from) {}
}

package dev.polar.host.policy;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The policy in force: the last one an operator consented to. */
public final class Policies implements Supplier<Policy> {
    static final String OBJECT = "policy:rules";
    static final String APPLY = "policy.apply";
    static final String ADD = "policy.add";
    static final String ROLLBACK = "policy.rollback";

    private volatile List<PolicyVersion> versions = List.of();
    private volatile Policy current = Policy.NONE;

    @Override
    public Policy get() {
        return current;
    }

    /** As operators wrote it; empty before the first one. */
    public String yaml() {
        return versions.isEmpty() ? "" : versions.getLast().yaml();
    }

    /** Every policy there was, the one in force last. */
    public List<PolicyVersion> versions() {
        return versions;
    }

    /** @throws Refusal {@code NOT_FOUND} */
    public PolicyVersion version(long version) {
        return versions.stream()
                .filter(known -> known.version() == version)
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(Code.NOT_FOUND, "there is no policy version " + version, "polar policy history"));
    }

    /** {@code POLICY_INVALID} if this host cannot read what is in force, and so lets nothing through. */
    public Optional<Refusal> problem() {
        return current.closed();
    }

    /** At start, and when another node changed something: the last consent decides. */
    public void restore(Ledger ledger) {
        set(ledger.read(APPLY, ADD, ROLLBACK).stream().map(PolicyVersion::of).toList());
    }

    void put(Consented consent) {
        set(Stream.concat(versions.stream(), Stream.of(PolicyVersion.of(consent)))
                .toList());
    }

    /** Compiles only what is not in force already. */
    private synchronized void set(List<PolicyVersion> all) {
        if (!all.equals(versions)) {
            current = all.isEmpty() ? Policy.NONE : all.getLast().read();
            versions = all;
        }
    }
}

package dev.polar.host.policy;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import java.util.function.Supplier;

/** The policy in force: the last one an operator consented to. */
public final class Policies implements Supplier<Policy> {
    static final String OBJECT = "policy:rules";
    static final String[] ACTIONS = {"policy.apply", "policy.add"};

    private volatile Policy current = Policy.NONE;
    private volatile String yaml = "";

    @Override
    public Policy get() {
        return current;
    }

    /** As operators wrote it; empty before the first one. */
    public String yaml() {
        return yaml;
    }

    /** At start: the last consent decides. */
    public void restore(Ledger ledger) {
        var consents = ledger.read(ACTIONS);
        if (!consents.isEmpty()) {
            put(consents.getLast());
        }
    }

    void put(Consented consent) {
        var text = consent.body().getString("yaml");
        current = PolicyFile.read(consent.version(), text);
        yaml = text;
    }
}

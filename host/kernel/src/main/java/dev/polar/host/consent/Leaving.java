package dev.polar.host.consent;

import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Positions;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Collection;

/**
 * What it takes to let an operator's key go.
 *
 * @param changed looks again at everything that stands on what operators signed
 */
public record Leaving(Operators operators, Ledger ledger, Positions log, Journal journal, Runnable changed) {

    /** What becomes of what they signed. */
    Departure departure(String name, String since) {
        var consents = ledger.read();
        return since.isBlank()
                ? Departure.of(name, consents)
                : Departure.stolen(name, consents, log.time(since), operators, log);
    }

    /** @throws Refusal {@code STATE_CONFLICT} if no person would be left who may consent to everything */
    void requireSomebody(Collection<String> gone) {
        if (operators.all().stream().noneMatch(left -> left.whole() && !gone.contains(left.name()))) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "then nobody could consent to everything",
                    "add another operator first: polar operator add NAME --key PUB.pem");
        }
    }

    void carriedOut() {
        ledger.refresh();
        changed.run();
    }
}

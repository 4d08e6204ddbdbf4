package dev.polar.runtime.mcp;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.Drift;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.pin.ToolSetPin;
import java.util.Optional;

/**
 * What a server lists, held against what was approved of it, as soon as it has listed it. Agents are shown less in the next
 * moment anyway; until then nothing that is another thing now is called under the old words.
 */
final class Pinned {
    private final String label;
    private Optional<ToolSetPin> approved = Optional.empty();
    private Optional<ToolSetPin> live = Optional.empty();
    private volatile Drift drift = Drift.NONE;

    Pinned(String label) {
        this.label = label;
    }

    synchronized void to(ServerOffer offer) {
        approved = Optional.of(ToolSetPin.of(offer));
        compare();
    }

    synchronized void offered(ServerOffer offer) {
        live = Optional.of(ToolSetPin.of(offer));
        compare();
    }

    private void compare() {
        drift = approved.flatMap(pin -> live.map(pin::to)).orElse(Drift.NONE);
    }

    /** @throws Refusal {@code TOOL_DRIFTED} */
    void require(FeatureName what) {
        var now = drift;
        if (!now.isEmpty() && (now.mostOfIt() || now.concerns(what.feature(), what.name()))) {
            throw drifted(", " + what.feature().label() + " " + ToolResults.shown(what.name()) + " among it");
        }
    }

    /**
     * The server itself, for what it has that nobody approves piece by piece.
     *
     * @throws Refusal {@code TOOL_DRIFTED}
     */
    void requireServer() {
        var now = drift;
        if (now.server() || !now.isEmpty() && now.mostOfIt()) {
            throw drifted("");
        }
    }

    private Refusal drifted(String what) {
        return new Refusal(
                Code.TOOL_DRIFTED,
                label + " offers something else than was approved" + what,
                "an operator decides: 'polar approvals'");
    }
}

package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;

/** The installed plugin that a request is about. */
final class Subject {
    private Subject() {}

    /**
     * Its row, in a state that the transition leaves.
     *
     * @throws Refusal {@code NOT_FOUND}, {@code STATE_CONFLICT}, or what revoked it
     */
    static Row of(Transition transition, Request request, Catalog catalog) {
        var row = catalog.require(plugin(request));
        if (!transition.leaves(Optional.of(row.state()))) {
            throw conflict(transition, row);
        }
        return row;
    }

    /** What every statement about an installed plugin says of it. */
    static JsonObjectBuilder body(Row row) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("plugin", row.plugin().name())
                .add("version", row.release())
                .add("epoch", row.epoch())
                .add("content", row.content().toString())
                .add("state", row.state().label());
    }

    static PluginId plugin(Request request) {
        try {
            return new PluginId(request.object());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Code.NOT_FOUND, "'" + CleanText.line(request.object()) + "' is no plugin's name", "polar list");
        }
    }

    private static Refusal conflict(Transition transition, Row row) {
        var plugin = row.plugin();
        if (row.state() == State.REVOKED) {
            return Reasons.of(row);
        }
        var hint = switch (transition) {
            case UNINSTALL, INSTALL -> "polar disable " + plugin + " first";
            case ENABLE,
                    DISABLE,
                    QUARANTINE,
                    REVOKE,
                    STAGE,
                    UNSTAGE,
                    SYNC,
                    UPDATE,
                    CANARY,
                    ROLLBACK,
                    WITHDRAW,
                    RETURN -> "polar list";
        };
        return new Refusal(
                Code.STATE_CONFLICT,
                plugin + " is " + row.state().label(),
                hint,
                Map.of("plugin", plugin.name(), "state", row.state().label()));
    }
}

package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.revocation.Revocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a plugin that is installed cannot be called. */
final class Reasons {
    private Reasons() {}

    /** Whether that refusal takes something back for good. */
    static boolean revoked(Refusal why) {
        return switch (why.code()) {
            case PLUGIN_REVOKED, KEY_REVOKED, PUBLISHER_REVOKED -> true;
            default -> false;
        };
    }

    /** Whether it takes something back and lets nothing finish. */
    static boolean forGood(Refusal why) {
        return revoked(why) && !Revocation.isSoft(why);
    }

    /** Why nothing more is admitted once taken-back code goes on in this process. */
    static Refusal tainted(PluginFacts plugin, List<String> left) {
        return new Refusal(
                Code.TAINTED,
                "code of " + plugin.plugin() + " " + plugin.version()
                        + " was revoked and does not end, so this host admits nothing: " + String.join("; ", left),
                "the host ends and starts again by itself after revocation.restart-after; at once: polar down, polar up",
                Map.of("plugin", plugin.plugin().name()));
    }

    /** Where admission's refusal leads. */
    static State state(Refusal why) {
        return revoked(why) ? State.REVOKED : stale(why) ? State.ENABLED : State.QUARANTINED;
    }

    /** Whether it only lacks fresh lists: nobody has to decide anything for it to come back with them. */
    static boolean stale(Refusal why) {
        return why.code() == Code.TRUST_STALE;
    }

    /** Why it did not start. */
    static Refusal started(RuntimeException fault) {
        return fault instanceof Refusal refusal
                ? refusal
                : new Refusal(Code.START_FAILED, "it did not start: " + fault, "the host's log has the cause");
    }

    /** What callers of that plugin are told. */
    static Refusal of(Row row) {
        return of(row.plugin(), row.state(), row.reason());
    }

    static Refusal of(PluginId plugin, State state, Optional<Refusal> reason) {
        return switch (state) {
            case DISABLED ->
                new Refusal(Code.PLUGIN_DISABLED, plugin + " is installed and not enabled", "polar enable " + plugin);
            case STAGED ->
                new Refusal(Code.APPROVAL_REQUIRED, plugin + " waits for an operator's yes", "polar approvals");
            case ENABLED ->
                reason.filter(Reasons::stale)
                        .orElseGet(() -> new Refusal(Code.PLUGIN_DISABLED, plugin + " is starting", "try again"));
            case QUARANTINED -> quarantined(plugin, reason.orElseGet(() -> unknown(plugin)));
            case REVOKED -> reason.filter(Reasons::revoked).orElseGet(() -> unknown(plugin));
        };
    }

    private static Refusal unknown(PluginId plugin) {
        return new Refusal(
                Code.PLUGIN_REVOKED, plugin + " was taken out, and why is no longer stored", "polar revocations list");
    }

    /** What was revoked stays revoked also where it is reached through somebody else. */
    static Refusal quarantined(PluginId plugin, Refusal why) {
        return revoked(why)
                ? why
                : new Refusal(
                        Code.PLUGIN_QUARANTINED,
                        plugin + " was set aside: " + why.getMessage(),
                        "polar inspect " + plugin + ", then polar enable " + plugin,
                        Map.of("plugin", plugin.name(), "cause", why.code().name()));
    }

    /** Why a trial ends with what it stands on. */
    static Refusal replaced(PluginId plugin, PluginId required) {
        return new Refusal(
                Code.REQUIREMENT_MISSING,
                "the trial of " + plugin + " stands on a release of " + required + " that gave way",
                "polar update FILE --canary, if it is to be tried on the new one",
                Map.of("plugin", plugin.name(), "requires", required.name()));
    }

    /** Why a plugin falls with one that it requires. */
    static Refusal dependency(PluginId plugin, PluginId required, Refusal why) {
        var details = new LinkedHashMap<>(why.details());
        details.put("plugin", plugin.name());
        details.put("requires", required.name());
        return new Refusal(
                revoked(why) ? Code.PLUGIN_REVOKED : stale(why) ? why.code() : Code.REQUIREMENT_MISSING,
                plugin + " requires " + required + ", which is out: " + why.getMessage(),
                "polar inspect " + required,
                details);
    }
}

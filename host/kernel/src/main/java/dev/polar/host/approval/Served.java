package dev.polar.host.approval;

import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what an approval is bound to is still there: the same content of the same signer, not taken back. */
public final class Served {
    private final Catalog catalog;
    private final Snapshots snapshots;

    public Served(Catalog catalog, Snapshots snapshots) {
        this.catalog = catalog;
        this.snapshots = snapshots;
    }

    /** What ended it for good, if something did. */
    public Optional<String> ended(ApprovalRow row) {
        return ended(row.pluginName(), row.content());
    }

    /** All nodes see the same rows; what a node runs may lag behind them for a moment. */
    Optional<String> ended(String name, String content) {
        var plugin = new PluginId(name);
        var rows = Stream.of(Role.SERVING, Role.CANARY)
                .flatMap(role -> catalog.find(plugin, role).stream())
                .toList();
        if (rows.isEmpty()) {
            return Optional.of(name + " was uninstalled");
        }
        var same = rows.stream()
                .filter(row -> row.content().toString().equals(content))
                .toList();
        if (same.isEmpty()) {
            return Optional.of(name + " " + rows.getFirst().release() + " took its place");
        }
        return same.stream().map(Row::state).allMatch(state -> state == State.REVOKED)
                ? Optional.of(name + " is revoked")
                : out(plugin);
    }

    private Optional<String> out(PluginId plugin) {
        return snapshots.current().standing(plugin).orElse(null) instanceof Standing.Out out
                        && isForGood(out.why().code())
                ? Optional.of(out.why().getMessage())
                : Optional.empty();
    }

    private static boolean isForGood(Code code) {
        return switch (code) {
            case PLUGIN_REVOKED, KEY_REVOKED, PUBLISHER_REVOKED, SIGNER_CHANGED -> true;
            default -> false;
        };
    }
}

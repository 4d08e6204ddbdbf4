package dev.polar.host.admin;

import dev.polar.adminapi.RuleRow;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Watch;
import dev.polar.runtime.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of plugins beside those of the operator: what they are is code, so what they watch is all that can be shown. */
final class WatchRows {
    private WatchRows() {}

    static List<RuleRow> of(Snapshot now) {
        var rows = new ArrayList<RuleRow>();
        new TreeMap<>(now.watches()).forEach((target, watches) -> watches.forEach(watch -> add(target, watch, rows)));
        return rows;
    }

    private static void add(String target, Watch watch, List<RuleRow> rows) {
        Optional<Rules> rules = watch.live().map(live -> live.generation().rules());
        if (rules.isEmpty()) {
            rows.add(row("plugin:" + watch.plugin(), "deny", target, "the plugin does not run"));
            return;
        }
        var sees = watch.arguments() ? "code of the plugin; sees arguments" : "code of the plugin";
        new TreeSet<>(rules.get().policy().keySet())
                .forEach(rule -> rows.add(row(name(watch, rule), "ask or deny", target, sees)));
        new TreeSet<>(rules.get().results().keySet())
                .forEach(rule -> rows.add(row(name(watch, rule), "withhold or redact", target, sees)));
    }

    private static String name(Watch watch, String rule) {
        return "plugin:" + watch.plugin() + "/" + rule;
    }

    private static RuleRow row(String id, String effect, String target, String condition) {
        return new RuleRow(id, effect, target, "*", condition, "", List.of(), 1);
    }
}

package dev.polar.host.admin;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.adminapi.ReleaseDiff;
import dev.polar.adminapi.TextChange;
import dev.polar.host.offer.Drifts;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What servers offer that nobody approved, beside what was approved. */
final class DriftViews {
    private static final int NAMED = 5;
    private static final int MOST_LINES = 20_000;

    private final Drifts drifts;
    private final InstantSource clock;

    DriftViews(Drifts drifts, InstantSource clock) {
        this.drifts = drifts;
        this.clock = clock;
    }

    List<ApprovalRow> waiting() {
        return drifts.waiting().stream().map(this::row).toList();
    }

    private ApprovalRow row(Drifts.Waiting one) {
        return new ApprovalRow(
                one.id(),
                "",
                one.plugin() + " " + one.release() + " -> " + Drifts.LIVE,
                "its servers",
                names(one),
                Ages.since(one.since(), clock.instant()),
                "drift",
                "",
                one.setAside() ? "quarantined" : "withheld",
                approve(one));
    }

    private static String names(Drifts.Waiting one) {
        var some = one.what().stream().limit(NAMED).collect(Collectors.joining(", "));
        return CleanText.line(
                one.what().size() > NAMED ? some + " and " + (one.what().size() - NAMED) + " more" : some);
    }

    private static String approve(Drifts.Waiting one) {
        return one.setAside() ? "polar enable " + one.plugin() : "polar approve " + one.id();
    }

    /** What to do about that plugin. */
    Optional<String> next(PluginId plugin) {
        return drifts.of(plugin).map(DriftViews::approve);
    }

    /** One line of what is known of that plugin. */
    Optional<String> line(PluginId plugin) {
        return drifts.of(plugin)
                .map(one -> "what its servers offer now (" + names(one) + ") is not what was approved: "
                        + Drifts.inspect(plugin));
    }

    /** @throws Refusal {@code NOT_FOUND} if nothing is different */
    ReleaseDiff diff(PluginId plugin) {
        var one = drifts.of(plugin)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        plugin + " offers nothing that is not what was approved, as far as this host knows",
                        "polar approvals",
                        Map.of("plugin", plugin.name())));
        return new ReleaseDiff(plugin.name(), one.release(), Drifts.LIVE, one.what(), texts(plugin));
    }

    private List<TextChange> texts(PluginId plugin) {
        var texts = new ArrayList<TextChange>();
        int lines = 0;
        for (var diff : drifts.diffs(plugin)) {
            lines += diff.lines().size();
            if (lines > MOST_LINES) {
                texts.add(new TextChange("and more, which is left out", List.of()));
                return texts;
            }
            texts.add(new TextChange(diff.what(), diff.lines()));
        }
        return texts;
    }
}

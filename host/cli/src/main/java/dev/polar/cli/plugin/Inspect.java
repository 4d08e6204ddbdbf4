package dev.polar.cli.plugin;

import dev.polar.adminapi.PermissionRow;
import dev.polar.adminapi.PluginDetail;
import dev.polar.adminapi.ReleaseDiff;
import dev.polar.adminapi.ToolRow;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.trust.text.CleanText;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar inspect}. */
@Command(
        description = "Show everything about one plugin, or how another release of it differs.",
        footer = {
            "  polar inspect acme.weather",
            "  polar inspect acme.weather --diff 1.5.0",
            "  polar inspect local.github --diff live"
        })
final class Inspect implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "PLUGIN", description = "Its name.")
    @Nullable
    String name;

    @Option(
            names = "--diff",
            paramLabel = "VERSION",
            description =
                    "How that release, which is staged, tried or kept, differs from the one that serves; live: how what its servers offer now differs from what was approved.")
    @Nullable
    String other;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    Inspect(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (other != null) {
            return differences(other);
        }
        var answer = host.host(shell).get("/v1/plugins/" + Host.segment(Objects.requireNonNull(name)));
        if (json.set()) {
            shell.terminal().say(answer);
        } else {
            show(Wire.read(answer, PluginDetail.class));
        }
        return ExitCode.DONE;
    }

    private int differences(String version) {
        var answer = host.host(shell)
                .get("/v1/diff/" + Host.segment(Objects.requireNonNull(name)) + "?to=" + Host.segment(version));
        if (json.set()) {
            shell.terminal().say(answer);
            return ExitCode.DONE;
        }
        var diff = Wire.read(answer, ReleaseDiff.class);
        say("", diff.name() + " " + diff.from() + " -> " + diff.to());
        diff.delta().forEach(line -> say("  ", line));
        if (diff.delta().isEmpty()) {
            say("  ", "nothing that is approved is different");
        }
        for (var text : diff.texts()) {
            say("", text.what());
            text.lines().forEach(line -> say("  ", line));
        }
        return ExitCode.DONE;
    }

    /** What a package holds is shown without what a terminal obeys, whoever sent it. */
    private void say(String indent, String line) {
        shell.terminal().say(indent + CleanText.line(line));
    }

    private void show(PluginDetail plugin) {
        var row = plugin.row();
        shell.terminal().say(row.name() + " " + row.version() + "  " + row.state());
        new Facts()
                .add("", plugin.description())
                .add("publisher", plugin.publisher())
                .add("signed by", plugin.signers())
                .add("level", row.level() + (plugin.provenance().isEmpty() ? "" : ", " + plugin.provenance()))
                .add("runs in", plugin.placement())
                .add("enforcement", plugin.enforcement())
                .add("kind", row.kind())
                .add("epoch", plugin.epoch())
                .add("content", plugin.digest())
                .add(
                        "permissions",
                        plugin.permissions().stream().map(Inspect::line).toList())
                .add("tools", plugin.tools().stream().map(Inspect::line).toList())
                .add("skills", plugin.skills())
                .add("channels", plugin.channels())
                .add("requires", plugin.requires())
                .add("findings", plugin.findings())
                .add("calls/24h", row.calls() + ", " + row.denied() + " denied")
                .add("last error", row.lastError() + (plugin.why().isEmpty() ? "" : ": " + plugin.why()))
                .add("releases", plugin.releases())
                .add("servers", plugin.servers())
                .add("next", row.action())
                .print(shell.terminal());
    }

    private static String line(PermissionRow permission) {
        return permission.permission()
                + (permission.granted() ? "" : "  (not granted)")
                + (permission.optional() ? "  (optional)" : "")
                + (permission.highRisk() ? "  (high risk)" : "")
                + "  " + permission.reason();
    }

    private static String line(ToolRow tool) {
        return tool.id() + "  claims " + tool.effect() + ", counts as " + tool.counted() + "  " + tool.description();
    }
}

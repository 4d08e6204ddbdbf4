package dev.polar.cli.policy;

import dev.polar.adminapi.PolicyText;
import dev.polar.adminapi.RuleRow;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar policy show}. */
@Command(
        description = "Show the rules in force; deny beats ask beats allow.",
        footer = {"  polar policy show", "  polar policy show --yaml > policy.yaml"})
final class ShowPolicy implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--yaml", description = "Print the file as it was written.")
    boolean yaml;

    @Option(names = "--version", paramLabel = "N", description = "With --yaml: of an earlier version.")
    @Nullable
    Long version;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (yaml) {
            return text();
        }
        if (version != null) {
            throw new Refusal(Code.USAGE, "of an earlier version there is the file", "polar policy show --yaml");
        }
        var answer = host.host(shell).get("/v1/policy");
        if (json.set()) {
            if (answer instanceof JsonArray rows) {
                rows.forEach(shell.terminal()::say);
            }
        } else {
            table(Wire.list(answer, RuleRow.class))
                    .print(shell.terminal(), "no rules: reading is allowed, everything else asks");
        }
        return ExitCode.DONE;
    }

    private int text() {
        var answer = host.host(shell).get("/v1/policy/text" + (version == null ? "" : "?version=" + version));
        if (json.set()) {
            shell.terminal().say(answer);
        } else {
            CleanText.strip(Wire.read(answer, PolicyText.class).yaml()).lines().forEach(shell.terminal()::say);
        }
        return ExitCode.DONE;
    }

    private static Table table(List<RuleRow> rows) {
        var table = Table.of("ID", "EFFECT", "TARGET", "CALLER", "WHEN", "REASON", "ANSWERED BY");
        rows.forEach(row -> table.row(
                row.id(),
                row.effect(),
                row.target(),
                row.caller(),
                row.condition(),
                row.reason(),
                String.join(", ", row.approvers()) + (row.quorum() > 1 ? " (" + row.quorum() + ")" : "")));
        return table;
    }
}

package dev.polar.cli.policy;

import dev.polar.adminapi.CaseRow;
import dev.polar.adminapi.PolicyTrial;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import dev.polar.cli.shell.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar policy test}. */
@Command(
        description =
                "Try a policy file on made-up calls; nothing is put in force. Exit code 3 if one comes out otherwise.",
        footer = "  polar policy test policy.yaml --cases cases.yaml")
final class TryPolicy implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "YAML with 'rules'.")
    @Nullable
    Path file;

    @Option(
            names = "--cases",
            paramLabel = "FILE",
            description =
                    "YAML with 'cases': caller, target, arguments and what to 'expect'; without it the policy is only read.")
    @Nullable
    Path cases;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    TryPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var trial = new PolicyTrial(YamlFile.read(file), cases == null ? "" : YamlFile.read(cases));
        var rows = host.host(shell).postForList("/v1/policy/test", trial, CaseRow.class);
        if (json.set()) {
            rows.stream().map(Wire::write).forEach(shell.terminal()::say);
        } else {
            print(rows);
        }
        return rows.stream().allMatch(CaseRow::passed) ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private void print(List<CaseRow> rows) {
        var table = Table.of("CASE", "TARGET", "EXPECTED", "IS", "");
        rows.forEach(row -> table.row(
                row.name(),
                row.target(),
                row.expected(),
                row.was() + (row.failed().isEmpty() ? "" : " (failed: " + String.join(", ", row.failed()) + ")"),
                row.passed() ? "ok" : "FAILED"));
        table.print(shell.terminal(), "the policy can be applied; there are no cases");
        long failed = rows.stream().filter(row -> !row.passed()).count();
        if (failed > 0) {
            shell.terminal().tell(failed + " of " + rows.size() + " came out otherwise");
        }
    }
}

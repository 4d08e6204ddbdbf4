package dev.polar.cli.audit;

import dev.polar.adminapi.ArchiveRow;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar audit archive verify}. */
@Command(
        description = "Have the host read every archive again and prove its records; exit 3 if one is damaged or gone.",
        footer = {"  polar audit archive verify", "  polar audit verify FILE --key VKEY   without a host"})
final class VerifyArchives implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    VerifyArchives(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<ArchiveRow> rows = Wire.list(host.host(shell).get("/v1/audit/archives/verified"), ArchiveRow.class);
        if (json.set()) {
            rows.forEach(row -> shell.terminal().say(Wire.write(row)));
        } else {
            ArchiveTexts.table(rows).print(shell.terminal(), "nothing is archived");
        }
        return rows.stream().allMatch(row -> row.fault().isEmpty()) ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }
}

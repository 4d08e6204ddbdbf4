package dev.polar.cli.audit;

import dev.polar.adminapi.ArchivesMade;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar audit archive make}. */
@Command(
        description =
                "Archive every whole segment that has no file yet, or has lost it; each is verified and on record.",
        footer = "  polar audit archive make")
final class MakeArchives implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    MakeArchives(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var made = host.host(shell)
                .post("/v1/audit/archives", new byte[0], ArchivesMade.class)
                .made();
        if (json.set()) {
            made.forEach(row -> shell.terminal().say(Wire.write(row)));
        } else {
            ArchiveTexts.table(made)
                    .print(shell.terminal(), "nothing to archive: every whole segment of 65,536 records has its file");
        }
        return ExitCode.DONE;
    }
}

package dev.polar.cli.audit;

import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.Exported;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit export}. */
@Command(
        description = "Write the audit trail and its proofs into a directory; making it is on record.",
        footer = "  polar audit export --out march --from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z")
final class ExportAudit implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to; a new or empty directory.")
    @Nullable
    Path out;

    @Option(names = "--format", paramLabel = "FORMAT", description = "jsonl, the form that proves itself.")
    String format = "jsonl";

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Not after.")
    String to = "";

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ExportAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var directory = Objects.requireNonNull(out).toAbsolutePath().normalize();
        var request = new ExportRequest(directory.toString(), format, from, to);
        var exported = host.host(shell).post("/v1/audit/export", request, Exported.class);
        if (json.set()) {
            shell.terminal().say(Wire.write(exported));
        } else {
            shell.terminal()
                    .say(
                            exported.records() == 0
                                    ? "exported no records to " + exported.directory()
                                    : "exported records " + exported.first() + " to " + exported.last() + " of "
                                            + exported.origin());
            shell.terminal()
                    .say("  next        polar audit verify " + out + " --key VKEY, which 'polar key show' prints");
        }
        return ExitCode.DONE;
    }
}

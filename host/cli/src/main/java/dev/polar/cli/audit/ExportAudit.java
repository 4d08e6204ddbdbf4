package dev.polar.cli.audit;

import dev.polar.adminapi.ExportCopy;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.Exported;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
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
    private static final Set<String> FILES =
            Set.of(ExportManifest.RECORDS, ExportManifest.CHECKPOINT, ExportManifest.KEY, ExportManifest.MANIFEST);

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
        var there = host.host(shell);
        var exported = there.isElsewhere()
                ? copied(there, directory)
                : there.post("/v1/audit/export", request(directory.toString()), Exported.class);
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

    private ExportRequest request(String directory) {
        return new ExportRequest(directory, format, from, to);
    }

    /** What a host elsewhere says is written here, under the names that an export has. */
    private static Exported written(ExportCopy copy, Path directory) {
        try {
            Files.createDirectories(directory);
            for (var file : copy.files()) {
                if (!FILES.contains(file.name())) {
                    throw new Refusal(
                            Code.REQUEST_INVALID,
                            "an export has no file '" + CleanText.line(file.name()) + "'",
                            "use the 'polar' of the same version as the host");
                }
                Files.writeString(directory.resolve(file.name()), file.text(), StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.USAGE, "cannot write to " + directory + ": " + e, "name a new directory with --out DIR");
        }
        var exported = copy.exported();
        return new Exported(
                directory.toString(), exported.records(), exported.first(), exported.last(), exported.origin());
    }

    private Exported copied(Host there, Path directory) {
        return written(there.post("/v1/audit/copy", request(""), ExportCopy.class), directory);
    }
}

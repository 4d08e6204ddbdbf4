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
import dev.polar.trust.audit.ConsistencyProof;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.view.ViewExport;
import dev.polar.trust.audit.view.ViewFormat;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit export}. */
@Command(
        description = "Write the audit trail and its proofs into a directory; making it is on record.",
        footer = {
            "  polar audit export --out march --from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z",
            "  polar audit export --out april --from 2026-04-01T00:00:00Z --older march",
            "  polar audit export --out denied --format csv --decision deny"
        })
final class ExportAudit implements Callable<Integer> {
    private static final Set<String> FILES = Stream.concat(
                    Stream.of(
                            ExportManifest.RECORDS,
                            ExportManifest.CHECKPOINT,
                            ExportManifest.KEY,
                            ExportManifest.MANIFEST,
                            ConsistencyProof.FILE,
                            ViewExport.DESCRIPTION),
                    Arrays.stream(ViewFormat.values()).map(ViewFormat::file))
            .collect(Collectors.toUnmodifiableSet());

    private final Shell shell;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to; a new or empty directory.")
    @Nullable
    Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "jsonl, the form that proves itself; or cloudevents, ocsf, csv, cef for other tools.")
    String format = "jsonl";

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Not after.")
    String to = "";

    @Option(
            names = "--older",
            paramLabel = "DIR",
            description = "An earlier export, or a checkpoint: add the proof that the log only grew since; with jsonl.")
    @Nullable
    Path older;

    @Option(names = "--plugin", paramLabel = "PLUGIN", description = "About this plugin; not with jsonl.")
    String plugin = "";

    @Option(names = "--caller", paramLabel = "CALLER", description = "By this caller; not with jsonl.")
    String caller = "";

    @Option(names = "--trace", paramLabel = "TRACE", description = "Of this trace; not with jsonl.")
    String trace = "";

    @Option(names = "--decision", paramLabel = "DECISION", description = "allow, ask or deny; not with jsonl.")
    String decision = "";

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Such as call; not with jsonl.")
    String category = "";

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
            shell.terminal().say(said(exported));
            shell.terminal()
                    .say(
                            provesItself()
                                    ? "  next        polar audit verify " + out
                                            + " --key VKEY, which 'polar key show' prints"
                                    : "  next        each line names its record and leaf hash; what proves itself is"
                                            + " --format jsonl");
        }
        return ExitCode.DONE;
    }

    private boolean provesItself() {
        return format.equals("jsonl");
    }

    private String said(Exported exported) {
        if (exported.records() == 0) {
            return "exported no records to " + exported.directory();
        }
        return provesItself()
                ? "exported records " + exported.first() + " to " + exported.last() + " of " + exported.origin()
                : "exported " + exported.records() + " of records " + exported.first() + " to " + exported.last()
                        + " of " + exported.origin() + " as " + format;
    }

    private ExportRequest request(String directory) {
        var filter = new ExportRequest.ExportFilter(plugin, caller, trace, decision, category);
        return new ExportRequest(directory, format, from, to, older == null ? "" : checkpoint(older), filter);
    }

    private static String checkpoint(Path older) {
        return VerifyExport.text(Files.isDirectory(older) ? older.resolve(ExportManifest.CHECKPOINT) : older);
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

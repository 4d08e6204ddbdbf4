package dev.polar.cli.audit;

import dev.polar.adminapi.BundleCopy;
import dev.polar.adminapi.BundleRequest;
import dev.polar.adminapi.Bundled;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit bundle}. */
@Command(
        description = "Put a few records, the proof that they stand in the log and what was in force into one signed"
                + " file; making it is on record.",
        footer = {
            "  polar audit bundle --trace 4bf92f3577b34da6a3ce929d0e0e4736 --out incident.zip",
            "  polar audit bundle verify incident.zip --key \"$LOG_KEY\""
        })
final class MakeBundle implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; a new file.")
    @Nullable
    Path out;

    @Option(names = "--intent", paramLabel = "ID", description = "About this intent.")
    String intent = "";

    @Option(names = "--trace", paramLabel = "TRACE", description = "About this trace.")
    String trace = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-11-21T08:00:00Z.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Not after.")
    String to = "";

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    MakeBundle(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (out == null) {
            throw new Refusal(Code.USAGE, "where to is missing", "polar audit bundle --out FILE");
        }
        var file = out.toAbsolutePath().normalize();
        var there = host.host(shell);
        var made = there.isElsewhere()
                ? copied(there, file)
                : there.post("/v1/audit/bundle", request(file.toString()), Bundled.class);
        if (json.set()) {
            shell.terminal().say(Wire.write(made));
        } else {
            shell.terminal()
                    .say("bundled " + made.records() + (made.records() == 1 ? " record of " : " records of ")
                            + made.origin() + " into " + made.file());
            shell.terminal()
                    .say("  next        polar audit bundle verify " + out
                            + " --key VKEY, which 'polar key show' prints");
        }
        return ExitCode.DONE;
    }

    private BundleRequest request(String file) {
        return new BundleRequest(file, intent, trace, from, to);
    }

    private Bundled copied(Host there, Path file) {
        var copy = there.post("/v1/audit/bundle/copy", request(""), BundleCopy.class);
        try {
            Files.write(file, Base64.getDecoder().decode(copy.base64()), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new Refusal(Code.USAGE, "cannot make " + file + ": " + e, "name a new file with --out FILE");
        }
        var made = copy.made();
        return new Bundled(file.toString(), made.origin(), made.records(), made.size(), made.files());
    }
}

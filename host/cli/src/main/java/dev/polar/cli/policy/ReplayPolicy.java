package dev.polar.cli.policy;

import dev.polar.adminapi.ReplayGroup;
import dev.polar.adminapi.ReplayRequest;
import dev.polar.adminapi.Replayed;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar policy replay}. */
@Command(
        description = {
            "Judge recorded calls again, and show what would have been decided otherwise.",
            "Nothing is called and nothing changes; that it was done is on record."
        },
        footer = {
            "  polar policy replay candidate.yaml --since 7d",
            "  polar policy replay --revocations entries.json",
            "  polar policy replay --without-grant 'acme.github:net.connect(api.github.com:443)'"
        })
final class ReplayPolicy implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A policy; otherwise the one in force.")
    @Nullable
    Path file;

    @Option(names = "--since", paramLabel = "TIME", description = "How far back, such as 1h or 7d; otherwise 1h.")
    String since = "1h";

    @Option(
            names = "--revocations",
            paramLabel = "FILE",
            description = "As if these were revoked too: {\"entries\": [...]}, as for 'polar revocations sign'.")
    @Nullable
    Path revocations;

    @Option(
            names = "--without-grant",
            paramLabel = "PLUGIN:PERMISSION",
            description = "As if the plugin did not hold it; may be repeated.")
    List<String> withoutGrants = List.of();

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ReplayPolicy(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = new ReplayRequest(text(file), since, text(revocations), withoutGrants);
        var replayed = host.host(shell).post("/v1/policy/replay", request, Replayed.class);
        if (json.set()) {
            shell.terminal().say(Wire.write(replayed));
        } else {
            print(replayed);
        }
        return ExitCode.DONE;
    }

    private void print(Replayed replayed) {
        var terminal = shell.terminal();
        terminal.say("replayed   " + replayed.calls() + " calls since " + replayed.from());
        terminal.say("same       " + replayed.same());
        terminal.say("early      " + replayed.early() + " refused before policy was asked");
        terminal.say("unknown    " + replayed.unknown() + " of which not enough is known any more");
        terminal.say("changed    " + replayed.changed());
        if (!replayed.groups().isEmpty()) {
            var table = Table.of("WAS", "NOW", "CALLS", "APPROVED", "TARGET", "RULE", "INSTEAD OF", "FOR EXAMPLE");
            replayed.groups().forEach(group -> row(table, group));
            table.print(terminal, "");
        }
    }

    private static void row(Table table, ReplayGroup group) {
        table.row(
                group.was(),
                group.now(),
                group.calls(),
                group.approved(),
                group.target(),
                group.rule(),
                group.ruleBefore(),
                String.join(" ", group.examples()));
    }

    private static String text(@Nullable Path file) {
        try {
            return file == null ? "" : Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "name a file you may read");
        }
    }
}

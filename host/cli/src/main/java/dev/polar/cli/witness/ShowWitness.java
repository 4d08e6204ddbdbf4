package dev.polar.cli.witness;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Table;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.witness.Watched;
import dev.polar.trust.witness.Witness;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polar witness show}. */
@Command(
        description = "Show a witness's key, and how far it has seen each log grow.",
        footer = "  polar witness show --json")
final class ShowWitness implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    WitnessDirectoryOption where = new WitnessDirectoryOption();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowWitness(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var directory = where.directory(shell);
        var key = Witness.keyIn(directory).toString();
        var logs = Witness.logsIn(directory).stream()
                .sorted(Comparator.comparing(log -> log.key().name()))
                .toList();
        if (json.set()) {
            shell.terminal().say(json(key, logs));
        } else {
            shell.terminal().say(key);
            var table = Table.of("LOG", "RECORDS");
            logs.forEach(log -> table.row(log.key().name(), log.size()));
            table.print(shell.terminal(), "it watches no log: polar witness add-log VKEY");
        }
        return ExitCode.DONE;
    }

    private static JsonObject json(String key, List<Watched> logs) {
        var provider = StrictJson.provider();
        var array = provider.createArrayBuilder();
        logs.forEach(log -> array.add(provider.createObjectBuilder()
                .add("origin", log.key().name())
                .add("key", log.key().toString())
                .add("size", log.size())));
        return provider.createObjectBuilder().add("key", key).add("logs", array).build();
    }
}

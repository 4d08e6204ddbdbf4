package dev.polar.cli.plugin;

import dev.polar.adminapi.LockText;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar lock}. */
@Command(
        description = "Write down what is installed, so that 'polar sync' makes it so elsewhere.",
        footer = {"  polar lock", "  polar lock --out team/polar.lock --from team/packages"})
final class LockPlugins implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; otherwise polar.lock in this directory.")
    Path out = Path.of(Lock.FILE);

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Name the packages of this directory as sources; those the file named before stay.")
    @Nullable
    Path from;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    LockPlugins(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var file = new LockFile(out);
        var before = file.find();
        var text = host.host(shell).get("/v1/lock", LockText.class).text();
        var lock = Lock.parse("the host's " + Lock.FILE, text.getBytes(StandardCharsets.UTF_8));
        var folder = Optional.ofNullable(from).map(PackageFolder::in);
        var sourced = new Lock(lock.plugins().stream()
                .map(plugin -> plugin.at(folder.flatMap(there -> there.find(plugin))
                        .map(path -> relative(file, path))
                        .or(() -> before.flatMap(old -> source(old, plugin)))))
                .toList());
        file.write(sourced);
        report(sourced);
        return ExitCode.DONE;
    }

    private static Optional<String> source(Lock before, LockedPlugin plugin) {
        return before.find(plugin.name())
                .filter(old -> old.file().equals(plugin.file()))
                .flatMap(LockedPlugin::source);
    }

    private static String relative(LockFile file, Path path) {
        return file.directory()
                .normalize()
                .relativize(path.toAbsolutePath().normalize())
                .toString();
    }

    private static String counted(int plugins) {
        return plugins + (plugins == 1 ? " plugin" : " plugins");
    }

    private void report(Lock lock) {
        long lost = lock.plugins().stream()
                .filter(plugin -> plugin.source().isEmpty())
                .count();
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("file", out.toString())
                            .add("lock", lock.digest().toString())
                            .add("plugins", lock.plugins().size())
                            .add("withoutSource", lost)
                            .build());
            return;
        }
        shell.terminal().say("wrote " + out + ": " + counted(lock.plugins().size()) + ", " + lock.digest());
        if (lost > 0) {
            shell.terminal()
                    .tell("  " + lost + " without a source: name the directory of their packages with --from DIR,"
                            + " here or when you sync");
        }
    }
}

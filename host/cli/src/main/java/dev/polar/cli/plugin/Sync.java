package dev.polar.cli.plugin;

import dev.polar.adminapi.LockText;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.lock.Drift;
import dev.polar.trust.lock.Lock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar sync}. */
@Command(
        description = "Make the host have what a lock file names: all of it under one consent, or nothing.",
        footer = {
            "  polar sync",
            "  polar sync --check                what differs; ends with 3 if anything does",
            "  polar sync team/polar.lock --from team/packages --prune --dry-run --json"
        })
final class Sync implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The lock file; otherwise polar.lock.")
    Path file = Path.of(Lock.FILE);

    @Option(names = "--from", paramLabel = "DIR", description = "Where packages are that the file names no source of.")
    @Nullable
    Path from;

    @Option(names = "--prune", description = "Take out what the file does not name.")
    boolean prune;

    @Option(names = "--check", description = "Only say what differs.")
    boolean check;

    @Option(names = "--allow-downgrade", description = "Let lower versions take the place of higher ones.")
    boolean downgrade;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why lower versions are wanted.")
    @Nullable
    String reason;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    Sync(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (downgrade && reason == null) {
            throw new Refusal(Code.USAGE, "--allow-downgrade needs --reason TEXT", "polar sync --help");
        }
        var lock = new LockFile(file).read();
        var consenting = new Consenting(shell, consent);
        var drifts = drifts(lock, consenting.host());
        if (check) {
            return report(drifts, consenting.json());
        }
        if (drifts.isEmpty() && !consenting.rehearsal()) {
            return report(drifts, consenting.json());
        }
        return consenting.run(request(lock, drifts, consenting.host()), "Sync?");
    }

    private List<Drift> drifts(Lock lock, Host host) {
        var text = host.get("/v1/lock", LockText.class).text();
        var found = Lock.parse("the host's " + Lock.FILE, text.getBytes(StandardCharsets.UTF_8));
        return Drift.between(lock, found).stream()
                .filter(drift -> prune || drift.kind() != Drift.Kind.EXTRA)
                .toList();
    }

    private int report(List<Drift> drifts, boolean json) {
        if (json) {
            var told = StrictJson.provider().createArrayBuilder();
            drifts.forEach(drift -> told.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("plugin", drift.plugin().name())
                    .add("drift", drift.kind().label())
                    .add("message", drift.toString())));
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("file", file.toString())
                            .add("drift", told)
                            .build());
        } else if (drifts.isEmpty()) {
            shell.terminal().say("everything is as " + file + " says");
        } else {
            drifts.forEach(drift -> shell.terminal().say("  " + drift));
            shell.terminal().tell("  next        polar sync " + file + (prune ? " --prune" : ""));
        }
        return drifts.isEmpty() ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private Request request(Lock lock, List<Drift> drifts, Host host) {
        var sources =
                new LockedSources(new LockFile(file), Optional.ofNullable(from).map(PackageFolder::in));
        var with = new TreeMap<String, String>();
        with.put("lock", new String(lock.toBytes(), StandardCharsets.UTF_8));
        with.put(
                "uploads",
                drifts.stream()
                        .filter(drift -> drift.kind() == Drift.Kind.MISSING || drift.kind() == Drift.Kind.CONTENT)
                        .flatMap(drift -> sources.read(drift.locked().orElseThrow()).stream())
                        .map(bytes ->
                                host.post("/v1/uploads", bytes, Uploaded.class).upload())
                        .collect(Collectors.joining(" ")));
        if (prune) {
            with.put("prune", "yes");
        }
        if (downgrade) {
            with.put("downgrade", Objects.requireNonNull(reason));
        }
        return new Request("sync", "", with);
    }
}

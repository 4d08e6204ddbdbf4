package dev.polar.cli.audit;

import dev.polar.adminapi.AuditRow;
import dev.polar.adminapi.AuditTail;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit tail}. */
@Command(
        description = "Read the end of the audit trail, oldest first, and go on with what comes.",
        footer = {"  polar audit tail -f", "  polar audit tail -f --decision deny --json"})
final class TailAudit implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 500;
    private static final int AT_ONCE = 1_000;

    private final Shell shell;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted; nothing is missed and nothing comes twice.")
    boolean follow;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "Begin with so many; otherwise 10.")
    String limit = "10";

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "Begin after what an earlier 'polar audit tail --json' ended with.")
    @Nullable
    String after;

    @Mixin
    AuditFilters filters = new AuditFilters();

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    TailAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        var there = host.host(shell);
        var tail = after == null ? ask(there, "limit=" + Host.segment(limit)) : next(there, after);
        print(tail);
        while (follow) {
            var fresh = next(there, tail.after());
            print(fresh);
            if (fresh.rows().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            tail = fresh;
        }
        if (json.set()) {
            shell.terminal().tell("after " + tail.after());
        }
        return ExitCode.DONE;
    }

    private AuditTail next(Host there, String place) {
        return ask(there, "after=" + Host.segment(place), "limit=" + AT_ONCE);
    }

    private AuditTail ask(Host there, String... more) {
        var query = new ArrayList<>(filters.query());
        query.addAll(List.of(more));
        return there.get("/v1/audit/tail?" + String.join("&", query), AuditTail.class);
    }

    private void print(AuditTail tail) {
        for (var row : tail.rows()) {
            if (json.set()) {
                shell.terminal().say(Wire.write(row));
            } else {
                shell.terminal().say(line(row));
            }
        }
    }

    private static String line(AuditRow row) {
        return Stream.of(
                        row.place(),
                        row.time(),
                        row.category() + "/" + row.action(),
                        row.stage(),
                        row.decision(),
                        row.code(),
                        row.caller(),
                        AuditTable.about(row),
                        row.intent())
                .map(CleanText::line)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("  "));
    }
}

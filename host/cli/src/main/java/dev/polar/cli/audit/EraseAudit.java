package dev.polar.cli.audit;

import dev.polar.adminapi.AuditPerson;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Shell;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar audit erase}. */
@Command(
        description = "Forget for good what commitments hide of a person or in a record; every proof still holds.",
        footer = {
            "  polar audit erase --caller web:main:ROOM:USER --reason 'asked to be forgotten'",
            "  polar audit erase --seq 5050 --reason 'a password in the arguments'"
        })
final class EraseAudit implements Callable<Integer> {
    private static final String PSEUDONYM = "user:";

    private final Shell shell;

    @ArgGroup(exclusive = true, multiplicity = "1")
    What what = new What();

    /** One of both. */
    static final class What {
        @Option(
                names = "--caller",
                paramLabel = "PERSON",
                description = "All of that person, by name or as 'polar audit list' has them under CALLER.")
        @Nullable
        String caller;

        @Option(names = "--seq", paramLabel = "SEQ|INTENT", description = "What that record hides.")
        @Nullable
        String record;
    }

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; it is on record for good, so name nobody.")
    @Nullable
    String reason;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    EraseAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var consenting = new Consenting(shell, consent);
        var why = Objects.requireNonNull(reason);
        var request = what.caller == null
                ? new Request("redact", Objects.requireNonNull(what.record), Map.of("kind", "record", "reason", why))
                : new Request(
                        "redact", pseudonym(consenting.host(), what.caller), Map.of("kind", "caller", "reason", why));
        return consenting.run(request, "Forget it for good?");
    }

    /** What is signed is kept for good, so it holds no name. */
    private static String pseudonym(Host host, String caller) {
        return caller.startsWith(PSEUDONYM)
                ? caller
                : host.get("/v1/audit/person?name=" + Host.segment(caller), AuditPerson.class)
                        .pseudonym();
    }
}

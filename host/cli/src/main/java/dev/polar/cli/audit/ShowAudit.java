package dev.polar.cli.audit;

import dev.polar.adminapi.AuditDetail;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.HostOptions;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar audit show}. */
@Command(
        description = "Show all that one record says, and the whole trace that it belongs to.",
        footer = {"  polar audit show 5050", "  polar audit show 4bf92f3577b34da64bf92f3577b34da6 --json"})
final class ShowAudit implements Callable<Integer> {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 17);

    private final Shell shell;

    @Parameters(
            paramLabel = "SEQ|INTENT",
            description = "As 'polar audit list' has it under SEQ; or an intent, of which its first record is shown.")
    @Nullable
    String record;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    ShowAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = host.host(shell).get("/v1/audit/record?name=" + Host.segment(Objects.requireNonNull(record)));
        if (json.set()) {
            shell.terminal().say(answer);
        } else {
            show(Wire.read(answer, AuditDetail.class));
        }
        return ExitCode.DONE;
    }

    private void show(AuditDetail detail) {
        var row = detail.row();
        shell.terminal().say("record " + row.place() + " of " + detail.origin());
        var facts = new Facts();
        var said = StrictJson.object(row.record().getBytes(StandardCharsets.UTF_8), LIMITS);
        AuditRecord.FIELDS.forEach(field -> add(facts, field, said.getOrDefault(field, JsonValue.NULL)));
        facts.add("hidden", detail.hidden().isEmpty() ? "" : String.join(" ", detail.hidden()));
        facts.print(shell.terminal());
        if (!detail.hidden().isEmpty()) {
            shell.terminal()
                    .tell("  next        polar audit disclose " + row.place() + " tells what is hidden, on record");
        }
        if (detail.together().size() > 1) {
            shell.terminal().say("");
            AuditTable.of(detail.together(), false).print(shell.terminal(), "");
        }
        if (detail.more()) {
            shell.terminal().tell("  next        polar audit list --trace " + row.trace() + " has the rest");
        }
    }

    /** What does not apply is not shown; of objects, each member. */
    private static void add(Facts facts, String name, JsonValue value) {
        switch (value) {
            case JsonObject object
            when object.size() == 1 && object.containsKey("commitment") ->
                facts.add(name, "hidden, " + text(object.get("commitment")));
            case JsonObject object -> object.forEach((key, member) -> add(facts, name + "." + key, member));
            case JsonArray array ->
                facts.add(name, array.stream().map(ShowAudit::text).collect(Collectors.joining(", ")));
            case JsonValue none when none == JsonValue.NULL -> {}
            default -> facts.add(name, text(value));
        }
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : value.toString();
    }
}

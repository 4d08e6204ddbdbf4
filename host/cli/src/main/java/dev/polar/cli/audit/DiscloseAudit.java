package dev.polar.cli.audit;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar audit disclose}. */
@Command(
        description =
                "Tell what a record's commitments hide, with what proves it; who asked is signed and on record first.",
        footer = {"  polar audit disclose 5050", "  polar audit disclose 5050 /arguments --json > opening.json"})
final class DiscloseAudit implements Callable<Integer> {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(8 << 20);

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "SEQ|INTENT", description = "The record, as for 'polar audit show'.")
    @Nullable
    String record;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FIELD",
            description = "Only that, such as /arguments; otherwise all that is hidden.")
    String field = "";

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    DiscloseAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var consenting = new Consenting(shell, consent);
        var request = new Request("disclose", Objects.requireNonNull(record), Map.of("field", field));
        consenting.carryOut(request, "Show it?", Map::of).ifPresent(done -> {
            if (!consenting.json()) {
                shell.terminal().say(done.message());
            }
            new TreeMap<>(done.facts())
                    .values().stream()
                            .map(text -> StrictJson.object(text.getBytes(StandardCharsets.UTF_8), LIMITS))
                            .forEach(opening -> tell(opening, consenting.json()));
        });
        return ExitCode.DONE;
    }

    private void tell(JsonObject opening, boolean asJson) {
        if (asJson) {
            shell.terminal().say(opening);
            return;
        }
        new Facts()
                .add("field", opening.getString("field"))
                .add("value", opening.getString("value"))
                .add("salt", opening.getString("salt"))
                .add("commitment", opening.getString("commitment"))
                .print(shell.terminal());
    }
}

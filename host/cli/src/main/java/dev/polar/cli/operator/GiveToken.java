package dev.polar.cli.operator;

import dev.polar.adminapi.OperatorToken;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.json.StrictJson;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar operator token}. */
@Command(
        description =
                "Give an operator a token to come in from afar, shown once, in place of the one before; or take it back.",
        footer = {
            "  polar operator token bob",
            "  polar operator token ci --days 7 --yes --json",
            "  polar operator token bob --revoke"
        })
final class GiveToken implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Which operator.")
    @Nullable
    String name;

    @Option(names = "--days", paramLabel = "N", description = "How long it is good; 30 unless told, at most 90.")
    String days = "30";

    @Option(names = "--revoke", description = "Take it back instead.")
    boolean revoke;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    GiveToken(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var operator = Objects.requireNonNull(name);
        var consenting = new Consenting(shell, consent);
        if (revoke) {
            return consenting.run(new Request("operator.untoken", operator, Map.of()), "Refuse their token?");
        }
        var token = OperatorToken.fresh();
        var request = new Request("operator.token", operator, Map.of("hash", token.hash(), "days", days));
        consenting
                .carryOut(request, "Let them in from afar for " + days + " days?", Map::of)
                .ifPresent(done -> {
                    if (consenting.json()) {
                        shell.terminal()
                                .say(StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("operator", operator)
                                        .add("token", token.text())
                                        .build());
                        return;
                    }
                    shell.terminal().say(done.message());
                    new Facts()
                            .add("token", token.text() + "   (shown once)")
                            .add("next", "they keep it in ~/.config/polar/operator.token, mode 600; --host https://...")
                            .print(shell.terminal());
                });
        return ExitCode.DONE;
    }
}

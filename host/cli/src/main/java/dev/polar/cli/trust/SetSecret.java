package dev.polar.cli.trust;

import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar secret set}: the value comes from standard input or is typed unseen, and is never an argument. */
@Command(
        description =
                "Set a secret, for one host and one place in its requests. The value is read from standard input.",
        footer = "  polar secret set github-token --for api.github.com --in header:Authorization < token")
final class SetSecret implements Callable<Integer> {
    private static final int MOST_BYTES = 64 * 1024;

    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "The name that a plugin asks for.")
    @Nullable
    String name;

    @Option(names = "--for", required = true, paramLabel = "HOST[:PORT]", description = "The only host it is sent to.")
    @Nullable
    String audience;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "header:H|query:Q|env",
            description = "Where in a request it stands; env for a plugin that sees it.")
    @Nullable
    String placement;

    @Option(
            names = "--plugin",
            paramLabel = "PLUGIN",
            description = "Whose it is, if several plugins ask for that name.")
    @Nullable
    String plugin;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    SetSecret(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var request = new With()
                .and("for", audience)
                .and("in", placement)
                .and("plugin", plugin)
                .request("secret.set", Objects.requireNonNull(name));
        return new Consenting(shell, consent).run(request, "Set this secret?", () -> Map.of("value", value()));
    }

    private String value() {
        var text = shell.terminal()
                .prompt()
                .map(person -> new String(person.secret("The value of " + name)))
                .orElseGet(this::input);
        var value = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (value.isEmpty()) {
            throw new Refusal(Code.SECRET_INVALID, "the value is empty", "polar secret set " + name + " ... < FILE");
        }
        return value;
    }

    private String input() {
        try {
            return new String(shell.terminal().in().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal(Code.SECRET_INVALID, "the value cannot be read: " + e.getMessage(), "");
        }
    }
}

package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polar policy apply}. */
@Command(
        description = "Put a policy file in force, in place of the rules there are.",
        footer = "  polar policy apply policy.yaml")
final class ApplyPolicy extends Changing {
    @Parameters(paramLabel = "FILE", description = "YAML with 'rules'.")
    @Nullable
    Path file;

    ApplyPolicy(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        try {
            return new Request(
                    "policy.apply", "policy", Map.of("yaml", Files.readString(Objects.requireNonNull(file))));
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "name a YAML file");
        }
    }

    @Override
    protected String question() {
        return "Put these rules in force?";
    }
}

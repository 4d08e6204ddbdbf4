package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Map;
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
        return new Request("policy.apply", "policy", Map.of("yaml", YamlFile.read(file)));
    }

    @Override
    protected String question() {
        return "Put these rules in force?";
    }
}

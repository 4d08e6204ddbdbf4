package dev.polar.cli.use;

import dev.polar.cli.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code polar client rotate}. */
@Command(
        description = "Give a client another token for 90 days; the one before is refused from this moment on.",
        footer = {"  polar client rotate claude --save", "  polar client rotate ci --yes --json"})
final class RotateClient extends LettingIn {
    RotateClient(Shell shell) {
        super(shell, "client.rotate", "Refuse its token, and give it another for 90 days?");
    }

    @Override
    Map<String, String> with() {
        return Map.of();
    }
}

package dev.polar.cli.trust;

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

/** {@code polar trust rekey}. */
@Command(
        description = "Take in a publisher's new keys, by the statement that its old and new keys signed.",
        footer = "  polar trust rekey acme acme-keys.json")
final class RekeyPublisher extends Changing {
    @Parameters(index = "0", paramLabel = "NAME", description = "What you call them.")
    @Nullable
    String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "What their 'polar key change' wrote.")
    @Nullable
    Path file;

    RekeyPublisher(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        try {
            return new Request(
                    "trust.rekey",
                    Objects.requireNonNull(name),
                    Map.of("statement", Files.readString(Objects.requireNonNull(file))));
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "polar trust rekey NAME FILE");
        }
    }

    @Override
    protected String question() {
        return "Take these keys from now on?";
    }
}

package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
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

/** {@code polar revocations import}. */
@Command(
        description = "Bring a signed revocation list by hand.",
        footer = {"  polar revocations import revocations.json"})
final class ImportList extends Changing {
    @Parameters(paramLabel = "FILE", description = "The list, signed by whom you follow.")
    @Nullable
    Path file;

    ImportList(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return new Request("revocations.import", "", Map.of("upload", upload(Objects.requireNonNull(file))));
    }

    private String upload(Path list) {
        try {
            return consent.host(shell)
                    .post("/v1/uploads", Files.readAllBytes(list), Uploaded.class)
                    .upload();
        } catch (IOException e) {
            throw new Refusal(Code.USAGE, list + " cannot be read: " + e.getMessage(), "polar revocations import FILE");
        }
    }

    @Override
    protected String question() {
        return "Take it in?";
    }
}

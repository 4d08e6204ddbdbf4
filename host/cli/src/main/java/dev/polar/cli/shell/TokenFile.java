package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A file with an operator's token and nothing else, for its owner alone. */
final class TokenFile {
    private TokenFile() {}

    static String read(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new Refusal(Code.TOKEN_UNKNOWN, "everybody can read " + file, "chmod 600 " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Refusal(
                    Code.TOKEN_UNKNOWN,
                    "there is no token to show: " + file + " cannot be read",
                    "--token-file FILE, or POLAR_REMOTE_TOKEN");
        }
    }
}

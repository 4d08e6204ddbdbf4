package dev.polar.cli.up;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A data directory that is made before its host starts. */
final class OwnDirectory {
    private OwnDirectory() {}

    /**
     * Makes it for nobody but its owner, unless it is there.
     *
     * @throws Refusal {@code REQUEST_INVALID}
     */
    static void make(Path data) {
        try {
            if (!Files.isDirectory(data)) {
                Files.createDirectories(data.toAbsolutePath().getParent());
                Files.createDirectory(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new Refusal(Code.REQUEST_INVALID, "cannot make " + data + ": " + e.getMessage(), "--data DIR");
        }
    }
}

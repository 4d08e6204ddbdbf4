package dev.polar.cli.author;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a package is written to. */
final class PackagePath {
    private PackagePath() {}

    /** Writes the whole file or nothing, in place of what was there. */
    static void write(Path file, byte[] bytes) {
        var target = file.toAbsolutePath();
        try {
            var whole = Files.createTempFile(target.getParent(), ".polar-", ".part");
            try {
                Files.write(whole, bytes);
                Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.STORAGE_FAILED, file + " cannot be written: " + e, "name a place you may write to with --out");
        }
    }
}

package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;

/**
 * Where an export is: a directory, or one ZIP file with the same files in it, as archived segments are. Reading an entry
 * streams it; nothing is unpacked.
 *
 * @param directory what {@link LogVerifier} reads
 */
public record ExportPlace(Path directory, AutoCloseable opened) implements AutoCloseable {
    /**
     * Opens it.
     *
     * @throws Refusal {@code NOT_FOUND} if a file is there that is no ZIP file
     */
    public static ExportPlace open(Path path) {
        if (!Files.isRegularFile(path)) {
            return new ExportPlace(path, () -> {});
        }
        try {
            var zip = FileSystems.newFileSystem(path);
            return new ExportPlace(zip.getPath("/"), zip);
        } catch (IOException | ProviderNotFoundException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    path + " is no archive: " + e.getMessage(),
                    "name the directory of 'polar audit export', or a file of 'polar audit archive list'");
        }
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

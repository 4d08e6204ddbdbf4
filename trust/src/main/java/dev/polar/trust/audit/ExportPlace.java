package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Where an export is: a directory, or one ZIP file with the same files in it, as archived segments are. Reading an entry
 * streams it; nothing is unpacked.
 *
 * @param directory what {@link LogVerifier} reads
 */
record ExportPlace(Path directory, Optional<FileSystem> archive) implements AutoCloseable {
    /**
     * Opens it.
     *
     * @throws Refusal {@code NOT_FOUND} if nothing is there
     * @throws WholeArchive.Torn if a file is there that is no whole archive
     */
    static ExportPlace open(Path path) throws IOException, WholeArchive.Torn {
        if (Files.isDirectory(path)) {
            return new ExportPlace(path, Optional.empty());
        }
        if (!Files.isRegularFile(path)) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "no exported audit log at " + path,
                    "polar audit export --format jsonl --out DIR writes one");
        }
        WholeArchive.read(path);
        try {
            var zip = FileSystems.newFileSystem(path);
            return new ExportPlace(zip.getPath("/"), Optional.of(zip));
        } catch (ZipException | EOFException | ProviderNotFoundException | IllegalArgumentException e) {
            throw new WholeArchive.Torn(Damage.FORGED, "it is no whole ZIP archive: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (archive.isPresent()) {
            archive.get().close();
        }
    }
}

package dev.polar.host.admin;

import dev.polar.adminapi.ExportCopy;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A directory for an answer's files, the host's alone and gone with the answer. */
record Scratch(Path directory) implements AutoCloseable {
    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("polar-export-"));
    }

    /** @throws Refusal {@code REQUEST_INVALID} if they are too large for one answer */
    List<ExportCopy.File> texts(long mostBytes) throws IOException {
        var files = files();
        long bytes = 0;
        for (var file : files) {
            bytes += Files.size(file);
        }
        if (bytes > mostBytes) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the export has " + (bytes >> 20) + " MiB, and an answer at most " + (mostBytes >> 20),
                    "take less at a time, with --from and --to, or export on the host's machine");
        }
        var texts = new ArrayList<ExportCopy.File>();
        for (var file : files) {
            texts.add(new ExportCopy.File(file.getFileName().toString(), Files.readString(file)));
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (var file : files()) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}

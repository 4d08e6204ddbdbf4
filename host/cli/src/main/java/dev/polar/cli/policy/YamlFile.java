package dev.polar.cli.policy;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that an operator wrote and the host reads. */
final class YamlFile {
    private YamlFile() {}

    /** @throws Refusal {@code NOT_FOUND} */
    static String read(@Nullable Path file) {
        try {
            return Files.readString(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "name a YAML file");
        }
    }
}

package dev.polar.host;

import dev.polar.host.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name of this installation, made once: what operators sign holds here and nowhere else. */
final class Installation {
    private Installation() {}

    static String in(Path dataDir) {
        var file = dataDir.resolve("installation");
        try {
            OwnerOnly.directory(dataDir);
            if (!Files.exists(file)) {
                var bytes = new byte[16];
                new SecureRandom().nextBytes(bytes);
                OwnerOnly.write(file, HexFormat.of().formatHex(bytes).getBytes());
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

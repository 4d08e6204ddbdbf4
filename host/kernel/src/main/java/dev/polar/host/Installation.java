package dev.polar.host;

import dev.polar.adminapi.InstallationName;
import dev.polar.host.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name of this installation, made once: what operators sign holds here and nowhere else. */
final class Installation {
    private Installation() {}

    /**
     * What it is called, from the first start on.
     *
     * @param development whether the host was started for development
     * @throws dev.polar.spi.Refusal as {@link InstallationName#requireFit}
     */
    static InstallationName in(Path dataDir, boolean development) {
        InstallationName.requireFit(dataDir, development);
        return InstallationName.in(dataDir).orElseGet(() -> made(dataDir, development));
    }

    private static InstallationName made(Path dataDir, boolean development) {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        var name = InstallationName.of(HexFormat.of().formatHex(bytes), development);
        try {
            OwnerOnly.directory(dataDir);
            OwnerOnly.write(dataDir.resolve(InstallationName.FILE), name.text().getBytes());
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.polar.host;

import dev.polar.adminapi.InstallationName;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The name of this installation, made once: what operators sign holds here and nowhere else. */
final class Installation {
    private Installation() {}

    /**
     * What it is called, from the first start on.
     *
     * @param development whether the host was started for development
     * @throws Refusal as {@link #requireFit}
     */
    static InstallationName in(Path dataDir, boolean development) {
        requireFit(dataDir, development);
        return InstallationName.in(dataDir).orElseGet(() -> made(dataDir, development));
    }

    /**
     * Asked before anything is opened or made there.
     *
     * @throws Refusal {@code DEV_INSTALLATION} if what is there was made for the other purpose: neither ever becomes the other
     */
    static void requireFit(Path dataDir, boolean development) {
        var unfit = InstallationName.in(dataDir).filter(name -> name.development() != development);
        if (unfit.isPresent()) {
            throw new Refusal(
                    Code.DEV_INSTALLATION,
                    development
                            ? dataDir + " holds an installation, which never becomes one for development"
                            : dataDir + " holds an installation for development, which never becomes another one",
                    development
                            ? "polar up --dev with another directory, or without --data"
                            : "polar up --dev --data " + dataDir + ", or polar up with another directory",
                    Map.of("data", dataDir.toString()));
        }
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

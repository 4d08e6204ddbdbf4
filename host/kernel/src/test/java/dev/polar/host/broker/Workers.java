package dev.polar.host.broker;

import dev.polar.worker.egress.Forwarder;
import java.nio.file.Path;

/** Where the forwarder's code is in this build. */
final class Workers {
    private Workers() {}

    static Path code() {
        return Path.of(Forwarder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }
}

package dev.polar.runtime.java;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.Version;
import java.util.Map;

/** The version of polar-spi that this host offers. */
public final class SpiVersion {
    /** As OSGi wiring and the manifest's {@code spi} range count it. */
    public static final Version OFFERED = Version.parse("1.0.0");

    private SpiVersion() {}

    /**
     * Whether the plugin fits.
     *
     * @throws Refusal {@code REQUIREMENT_MISSING}
     */
    public static void require(Manifest manifest) {
        manifest.spi().filter(range -> !range.contains(OFFERED)).ifPresent(range -> {
            throw new Refusal(
                    Code.REQUIREMENT_MISSING,
                    manifest.name() + " " + manifest.version() + " needs polar-spi " + range + ", this host offers "
                            + OFFERED,
                    "ask the publisher for a release built against polar-spi " + OFFERED,
                    Map.of("plugin", manifest.name().name()));
        });
    }
}

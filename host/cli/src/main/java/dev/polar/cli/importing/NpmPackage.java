package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * One package that npm unpacked.
 *
 * @param place where, {@code node_modules/a/node_modules/b}
 * @param integrity what the registry says of its archive; absent for one that came inside another's archive
 */
record NpmPackage(String place, String name, String version, Optional<String> integrity) {
    private static final String MODULES = "node_modules/";

    /** @throws Refusal {@code LAUNCHER_FETCHES} for one that did not come from the registry */
    static NpmPackage of(String place, JsonObject entry) {
        var name = place.substring(place.lastIndexOf(MODULES) + MODULES.length());
        var integrity = entry.getString("integrity", "");
        if (integrity.isEmpty() && !entry.getBoolean("inBundle", false)) {
            throw new Refusal(
                    Code.LAUNCHER_FETCHES,
                    "'" + name + "' does not come from the registry: there is nothing to hold its content against",
                    "ask its author to publish it",
                    Map.of("package", name));
        }
        return new NpmPackage(
                place,
                name,
                entry.getString("version", ""),
                integrity.isEmpty() ? Optional.empty() : Optional.of(integrity));
    }
}

package dev.polar.cli.importing;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is written down of where vendored files come from: names, versions and the registry's integrity, no addresses. */
final class Provenance {
    static final String FILE = "PROVENANCE.json";

    private Provenance() {}

    static byte[] of(List<NpmPackage> packages) {
        var json = StrictJson.provider();
        var array = json.createArrayBuilder();
        for (var unpacked : packages) {
            var object = json.createObjectBuilder()
                    .add("place", unpacked.place())
                    .add("name", unpacked.name())
                    .add("version", unpacked.version());
            unpacked.integrity().ifPresent(value -> object.add("integrity", value));
            array.add(object);
        }
        var all = json.createObjectBuilder()
                .add("format", 1)
                .add("source", "npm")
                .add("packages", array)
                .build();
        return (Canonical.text(all) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}

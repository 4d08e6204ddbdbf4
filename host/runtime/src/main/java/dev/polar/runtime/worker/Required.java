package dev.polar.runtime.worker;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.PackageContent;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A package that a worker loads, and what it is wired to.
 *
 * @param on generations of what it requires
 */
record Required(GenerationId id, PackageContent content, List<GenerationId> on) {
    /** It and all it is wired to, what is required first. */
    List<Required> withLibraries(Function<GenerationId, Required> libraries) {
        var all = new LinkedHashMap<GenerationId, Required>();
        collect(libraries, all);
        return new ArrayList<>(all.values());
    }

    private void collect(Function<GenerationId, Required> libraries, Map<GenerationId, Required> all) {
        for (var needed : on) {
            if (!all.containsKey(needed)) {
                libraries.apply(needed).collect(libraries, all);
            }
        }
        all.put(id, this);
    }

    /** What a worker is told to load, in that order; the last is the plugin. */
    static JsonObject start(List<Required> packages) {
        var all = StrictJson.provider().createArrayBuilder();
        packages.forEach(one -> all.add(one.json()));
        return Members.builder().add("packages", all).build();
    }

    private JsonObject json() {
        var wired = StrictJson.provider().createArrayBuilder();
        on.forEach(needed -> wired.add(needed.ordinal()));
        return Members.builder()
                .add("plugin", id.plugin().name())
                .add("version", id.version())
                .add("digest", id.digest())
                .add("ordinal", id.ordinal())
                .add("directory", content.directory().toString())
                .add("on", wired)
                .build();
    }
}

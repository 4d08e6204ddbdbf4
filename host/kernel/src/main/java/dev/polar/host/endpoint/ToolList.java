package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The tools of one snapshot as clients of one profile see them: approved definitions under exposed names. */
final class ToolList {
    private final Map<String, Offered.Tool> tools;
    private final Map<String, JsonObject> definitions;
    private final String shown;
    private volatile Optional<ToolIndex> index = Optional.empty();

    private ToolList(Map<String, Offered.Tool> tools, Map<String, JsonObject> definitions, String shown) {
        this.tools = tools;
        this.definitions = definitions;
        this.shown = shown;
    }

    static ToolList of(Snapshot snapshot, ClientProfile profile) {
        var json = StrictJson.provider();
        var tools = ExposedNames.of(snapshot, profile).all();
        var definitions = new LinkedHashMap<String, JsonObject>();
        tools.forEach(
                (name, tool) -> definitions.put(name, ShownTool.of(tool.offer().definition(), name, tool.reads())));
        var shown = profile.search()
                ? ToolSearch.list(definitions.size())
                : json.createArrayBuilder(definitions.values()).build();
        return new ToolList(tools, new HashMap<>(definitions), Canonical.text(shown));
    }

    Map<String, Offered.Tool> tools() {
        return tools;
    }

    Optional<Offered.Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** What {@code tools/list} answers: a JSON array, written once, because every client asks for it again and again. */
    String shown() {
        return shown;
    }

    /** The approved definition under its exposed name. */
    JsonObject definition(String name) {
        return Objects.requireNonNull(definitions.get(name));
    }

    /** Made when it is first asked for. */
    ToolIndex index() {
        return index.orElseGet(() -> {
            var made = ToolIndex.of(definitions.values());
            index = Optional.of(made);
            return made;
        });
    }
}

package dev.polar.host.endpoint;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names agents see, {@code plugin__tool}: within {@code [A-Za-z0-9_-]{1,64}}, each for one tool. A name that could not
 * be kept, is taken or is too long ends in the first 12 hex digits of SHA-256 of the tool's id.
 */
public final class ExposedNames {
    private static final int LONGEST = 64;
    private static final int KEPT = 51;

    private final Map<String, Offered.Tool> tools = new LinkedHashMap<>();

    private ExposedNames() {}

    /** The names of all tools of a snapshot, in order of the tools' ids. */
    public static ExposedNames of(Snapshot snapshot) {
        var names = new ExposedNames();
        for (var tool : snapshot.tools()) {
            names.tools.put(names.free(tool), tool);
        }
        return names;
    }

    public Optional<Offered.Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Tools by name. */
    public Map<String, Offered.Tool> all() {
        return tools;
    }

    private String free(Offered.Tool tool) {
        var id = tool.target().toString();
        var own = tool.target().name();
        var fitting = own.replace("/", "__").replaceAll("[^A-Za-z0-9_-]", "_");
        var plain = tool.target().plugin().name().replace('.', '-') + "__" + fitting;
        boolean kept = own.replace("/", "__").equals(fitting);
        if (kept && plain.length() <= LONGEST && !tools.containsKey(plain)) {
            return plain;
        }
        var digest = Digest.of(id.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return plain.substring(0, Math.min(KEPT, plain.length())) + "_" + digest;
    }
}

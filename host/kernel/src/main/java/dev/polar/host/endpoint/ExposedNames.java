package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The names agents see, {@code plugin__tool}: within {@code [A-Za-z0-9_-]{1,64}}, each for one tool. A name that could not
 * be kept, is taken or is too long ends in the first 12 hex digits of SHA-256 of the tool's id.
 *
 * <p>A client whose profile says so has tools under their own names instead, each that no two of its tools share: a plugin
 * that comes later can take such a name away, never take it over.
 */
public final class ExposedNames {
    private static final int LONGEST = 64;
    private static final int KEPT = 51;
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]{1," + LONGEST + "}");

    private final Map<String, Offered.Tool> tools = new LinkedHashMap<>();

    private ExposedNames() {}

    /** The names of all tools of a snapshot, in order of the tools' ids. */
    public static ExposedNames of(Snapshot snapshot) {
        return of(snapshot.tools(), Set.of());
    }

    /** The names of what a client may see. */
    static ExposedNames of(Snapshot snapshot, ClientProfile profile) {
        return of(snapshot).seenWith(profile, ToolSearch.NAMES);
    }

    /** The names of the servers' prompts that a client may see, {@code plugin__prompt}, beside those that others have. */
    static ExposedNames ofPrompts(Snapshot snapshot, ClientProfile profile, Set<String> taken) {
        return of(snapshot.prompts(), taken).seenWith(profile, taken);
    }

    private static ExposedNames of(List<Offered.Tool> all, Set<String> taken) {
        var names = new ExposedNames();
        for (var tool : all) {
            names.tools.put(names.free(tool, taken), tool);
        }
        return names;
    }

    private ExposedNames seenWith(ClientProfile profile, Set<String> taken) {
        var all = this;
        if (profile.sees().isEmpty() && !profile.readOnly() && !profile.bareNames()) {
            return all;
        }
        var seen = new LinkedHashMap<String, Offered.Tool>();
        all.tools.forEach((name, tool) -> {
            if (profile.allows(tool.target(), tool.reads())) {
                seen.put(name, tool);
            }
        });
        var names = new ExposedNames();
        var others = new HashSet<>(all.tools.keySet());
        others.addAll(taken);
        var shared = profile.bareNames() ? shared(seen.values(), others) : Set.<String>of();
        seen.forEach((name, tool) -> {
            var bare = bare(tool.target());
            boolean kept = profile.bareNames() && BARE.matcher(bare).matches() && !shared.contains(bare);
            names.tools.put(kept ? bare : name, tool);
        });
        return names;
    }

    public Optional<Offered.Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Tools by name. */
    public Map<String, Offered.Tool> all() {
        return tools;
    }

    /** Own names that would say two things. */
    private static Set<String> shared(Collection<Offered.Tool> tools, Set<String> taken) {
        var once = new HashSet<>(taken);
        var shared = new HashSet<>(once);
        for (var tool : tools) {
            var bare = bare(tool.target());
            if (!once.add(bare)) {
                shared.add(bare);
            }
        }
        return shared;
    }

    /** The name its server gives it. */
    private static String bare(Target tool) {
        var own = own(tool);
        return own.substring(own.lastIndexOf('/') + 1);
    }

    private static String own(Target tool) {
        return tool.kind() == Target.Kind.PROMPT ? tool.name().substring(Target.PROMPT.length()) : tool.name();
    }

    private String free(Offered.Tool tool, Set<String> taken) {
        return free(tool.target(), own(tool.target()), plain -> !tools.containsKey(plain) && !taken.contains(plain));
    }

    /** The name of a target that its plugin calls so, if that is free. */
    static String free(Target target, String own, Predicate<String> isFree) {
        var id = target.toString();
        var fitting = own.replace("/", "__").replaceAll("[^A-Za-z0-9_-]", "_");
        var plain = target.plugin().name().replace('.', '-') + "__" + fitting;
        boolean kept = own.replace("/", "__").equals(fitting);
        if (kept && plain.length() <= LONGEST && isFree.test(plain)) {
            return plain;
        }
        var digest = Digest.of(id.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return plain.substring(0, Math.min(KEPT, plain.length())) + "_" + digest;
    }
}

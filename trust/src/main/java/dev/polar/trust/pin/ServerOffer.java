package dev.polar.trust.pin;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an MCP server says of itself and offers.
 *
 * @param server its key in {@code mcp.json}
 * @param origin scheme, host and port of a remote server; its certificate has to fit
 * @param info {@code serverInfo}, or an empty object
 * @param instructions its instructions to models
 * @param tools every member as received, sorted by name, none twice
 * @param prompts as the tools
 * @param resourceTemplates sorted by {@code uriTemplate}, none twice
 * @param skills entries of the skills extension, sorted by path, none twice
 * @param taken the paths of those skills that an operator lets agents have; of what is offered now, none
 * @param able which of {@link #ABILITIES} it says it has; empty if that was not kept. Remembered and not pinned: it says
 *     whether there is data to be asked for, which nobody approves
 * @param unfit what was listed and cannot be offered, one finding each
 */
public record ServerOffer(
        String server,
        Optional<String> origin,
        JsonObject info,
        Optional<String> instructions,
        List<JsonObject> tools,
        List<JsonObject> prompts,
        List<JsonObject> resourceTemplates,
        List<JsonObject> skills,
        SortedSet<String> taken,
        Optional<Set<String>> able,
        List<PinFinding> unfit) {
    /** Capabilities of a server that no list of definitions tells: {@code completions}, {@code resources}, {@code
     * resources.subscribe}. */
    public static final Set<String> ABILITIES = Set.of("completions", "resources", "resources.subscribe");

    public ServerOffer {
        tools = sorted(Feature.TOOL, tools);
        prompts = sorted(Feature.PROMPT, prompts);
        resourceTemplates = sorted(Feature.TEMPLATE, resourceTemplates);
        able = able.map(all -> all.stream().filter(ABILITIES::contains).collect(Collectors.toUnmodifiableSet()));
        skills = sorted(Feature.SKILL, skills);
        taken = Collections.unmodifiableSortedSet(new TreeSet<>(taken));
        unfit = List.copyOf(unfit);
    }

    private static List<JsonObject> sorted(Feature feature, List<JsonObject> definitions) {
        return definitions.stream().sorted(Comparator.comparing(feature::name)).toList();
    }

    /** Of a server that has said nothing yet. */
    public static ServerOffer none(String server, Optional<String> origin) {
        return of(server, origin, JsonValue.EMPTY_JSON_OBJECT, Optional.empty(), List.of());
    }

    /** The same, of a server that offers nothing but tools. */
    public static ServerOffer of(
            String server,
            Optional<String> origin,
            JsonObject info,
            Optional<String> instructions,
            List<? extends JsonValue> tools) {
        return of(server, origin, info, instructions, Map.of(Feature.TOOL, tools));
    }

    /** Takes what a server listed, and leaves out what cannot be pinned or named, saying so. */
    public static ServerOffer of(
            String server,
            Optional<String> origin,
            JsonObject info,
            Optional<String> instructions,
            Map<Feature, ? extends List<? extends JsonValue>> listed) {
        var unfit = new ArrayList<PinFinding>();
        return new ServerOffer(
                server,
                origin,
                info,
                instructions,
                fit(server, Feature.TOOL, listed, unfit),
                fit(server, Feature.PROMPT, listed, unfit),
                fit(server, Feature.TEMPLATE, listed, unfit),
                fit(server, Feature.SKILL, listed, unfit),
                new TreeSet<>(),
                Optional.empty(),
                unfit);
    }

    private static List<JsonObject> fit(
            String server,
            Feature feature,
            Map<Feature, ? extends List<? extends JsonValue>> listed,
            List<PinFinding> unfit) {
        var fit = new ArrayList<JsonObject>();
        var names = new HashSet<String>();
        var all = listed.get(feature);
        for (var value : all == null ? List.<JsonValue>of() : all) {
            unfit(feature, value, names)
                    .ifPresentOrElse(
                            why -> unfit.add(new PinFinding(
                                    server,
                                    Optional.of(new FeatureName(
                                            feature, feature.named(value).orElse("(unnamed)"))),
                                    why.rule(),
                                    why.detail())),
                            () -> fit.add(value.asJsonObject()));
        }
        return fit;
    }

    private record Unfit(PinFinding.Rule rule, String detail) {
        static Optional<Unfit> by(PinFinding.Rule rule) {
            return Optional.of(new Unfit(rule, "it is left out"));
        }
    }

    private static Optional<Unfit> unfit(Feature feature, JsonValue listed, Set<String> names) {
        if (!(listed instanceof JsonObject definition) || !feature.fits(definition)) {
            return Unfit.by(PinFinding.Rule.MALFORMED);
        }
        var name = feature.named(definition).filter(feature::isUsable);
        if (name.isEmpty()) {
            return Unfit.by(PinFinding.Rule.NAME);
        }
        try {
            StrictJson.requireIJson(definition);
        } catch (JsonFault fault) {
            return Unfit.by(PinFinding.Rule.NOT_I_JSON);
        }
        if (feature != Feature.SKILL) {
            return names.add(name.get()) ? Optional.empty() : Unfit.by(PinFinding.Rule.TWICE);
        }
        try {
            SkillOffer.of(definition);
        } catch (Refusal why) {
            return Optional.of(new Unfit(PinFinding.Rule.SKILL, "it is left out: " + why.getMessage()));
        }
        // Where files have names, one in other letters is the same one.
        return names.add(name.get().toLowerCase(Locale.ROOT)) ? Optional.empty() : Unfit.by(PinFinding.Rule.TWICE);
    }

    /** Those of that kind. */
    public List<JsonObject> all(Feature feature) {
        return feature.of(this);
    }

    /** The definition of that name. */
    public Optional<JsonObject> find(Feature feature, String name) {
        return all(feature).stream()
                .filter(definition -> feature.name(definition).equals(name))
                .findFirst();
    }

    /** The tool of that name. */
    public Optional<JsonObject> tool(String name) {
        return find(Feature.TOOL, name);
    }

    /** The same, of a server with these capabilities. */
    public ServerOffer able(Set<String> capabilities) {
        return new ServerOffer(
                server,
                origin,
                info,
                instructions,
                tools,
                prompts,
                resourceTemplates,
                skills,
                taken,
                Optional.of(capabilities),
                unfit);
    }

    /** The same with these tools, and with more that is left out. */
    public ServerOffer with(List<JsonObject> other, List<PinFinding> leftOut) {
        var all = new ArrayList<>(unfit);
        all.addAll(leftOut);
        return new ServerOffer(
                server, origin, info, instructions, other, prompts, resourceTemplates, skills, taken, able, all);
    }

    /** The same, of which agents may have these skills, as far as they are offered. */
    public ServerOffer taking(Collection<String> paths) {
        var some = new TreeSet<String>();
        skills.stream().map(Feature.SKILL::name).filter(paths::contains).forEach(some::add);
        return new ServerOffer(
                server, origin, info, instructions, tools, prompts, resourceTemplates, skills, some, able, unfit);
    }
}

package dev.polar.host.offer;

import dev.polar.host.catalog.Effects;
import dev.polar.host.snapshot.Offered;
import dev.polar.runtime.Generation;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.key.Digest;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.pin.SkillOffer;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.schema.ContractSchema;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything a generation offers as it was approved, compiled once.
 *
 * @param confirmed names whose effect an operator confirmed
 * @param withheld what is refused although it was approved, and why
 */
public record Offering(List<Offered> all, Set<String> confirmed, Map<Target, Refusal> withheld) {

    public static Offering of(Generation generation, PackageContent content, ApprovedTools approved, Effects effects) {
        var plugin = generation.id().plugin();
        var all = new ArrayList<Offered>();
        var withheld = new HashMap<Target, Refusal>();
        var served = ServedOffers.of(generation, approved);
        var offers = new ArrayList<>(approved.tools());
        offers.addAll(served.offers());
        for (var tool : offers) {
            try {
                var offered = tool(generation, tool, effects);
                all.add(offered);
                if (served.completed().contains(tool.name())) {
                    all.add(completion(offered));
                }
                if (served.subscribed().contains(tool.name())) {
                    all.add(subscription(offered));
                }
            } catch (Refusal uncheckable) {
                // Its arguments could not be held against a contract: this tool is refused, its neighbours are not.
                withheld.put(Target.named(plugin, tool.name()), uncheckable);
            }
        }
        skills(content).forEach(skill -> all.add(skill(generation, content, skill)));
        approved.skills().forEach(skill -> all.add(served(generation, skill, approved.kept())));
        generation
                .channels()
                .keySet()
                .forEach(kind ->
                        all.add(new Offered.Channel(new Target(Target.Kind.SEND, plugin, kind), generation, content)));
        approved.withheld().forEach((tool, why) -> withhold(withheld, Target.named(plugin, tool), why));
        return new Offering(List.copyOf(all), effects.confirmed().keySet(), Map.copyOf(withheld));
    }

    private static void withhold(Map<Target, Refusal> withheld, Target target, Refusal why) {
        withheld.put(target, why);
        if (target.kind() == Target.Kind.RESOURCE) {
            withheld.put(target.subscription(), why);
        }
    }

    /** What can be asked for: a server may begin or cease to have resources, which is no drift. */
    public Set<Target> targets() {
        return all.stream().map(Offered::target).collect(Collectors.toSet());
    }

    /** The same without the tools of that name, whose callers are told why. */
    public Offering without(PluginId plugin, Map<String, Revocation> takenBack) {
        if (takenBack.isEmpty()) {
            return this;
        }
        var why = new HashMap<>(withheld);
        takenBack.forEach((name, entry) -> {
            var refusal = entry.refusal(Code.PLUGIN_REVOKED).with("plugin", plugin.name());
            var target = Target.named(plugin, name);
            withhold(why, target, refusal);
            if (target.kind() != Target.Kind.TOOL && target.kind() != Target.Kind.SKILL) {
                why.put(target.completion(), refusal);
            }
        });
        return new Offering(
                all.stream()
                        .filter(offered ->
                                !takenBack.containsKey(offered.target().name()) || !singly(offered))
                        .toList(),
                confirmed,
                Map.copyOf(why));
    }

    /** What can be taken back by itself: a package's skills go with their package. */
    private static boolean singly(Offered offered) {
        return offered instanceof Offered.Tool || offered instanceof Offered.Skill skill && skill.served();
    }

    /** The same under a grant, which decides what counts as read. */
    public List<Offered> under(Grant grant) {
        var harmless = Harmless.is(grant);
        return all.stream().map(offered -> counted(offered, harmless)).toList();
    }

    private Offered counted(Offered offered, boolean harmless) {
        return offered instanceof Offered.Tool tool
                ? new Offered.Tool(
                        tool.target(),
                        tool.generation(),
                        tool.offer(),
                        tool.input(),
                        tool.output(),
                        tool.offer().effect() == Effect.READ
                                && (harmless || confirmed.contains(tool.target().name())))
                : offered;
    }

    private static Offered.Tool tool(Generation generation, ToolOffer claimed, Effects effects) {
        var offer = new ToolOffer(
                        claimed.name(),
                        claimed.definition(),
                        effects.of(claimed.name()).orElse(claimed.effect()),
                        claimed.timeout(),
                        claimed.implementing())
                .pinned();
        return new Offered.Tool(
                Target.named(generation.id().plugin(), offer.name()),
                generation,
                offer,
                input(
                        offer,
                        Target.named(generation.id().plugin(), offer.name()).kind()),
                schema(offer, "outputSchema"),
                false);
    }

    private static Offered completion(Offered.Tool completed) {
        return new Offered.Tool(
                completed.target().completion(),
                completed.generation(),
                completed.offer(),
                ServedContracts.completion(completed.target(), completed.offer()),
                Optional.empty(),
                completed.reads());
    }

    private static Offered.Tool subscription(Offered.Tool read) {
        return new Offered.Tool(
                read.target().subscription(),
                read.generation(),
                read.offer(),
                read.input(),
                Optional.empty(),
                read.reads());
    }

    private static ContractSchema input(ToolOffer offer, Target.Kind kind) {
        return switch (kind) {
            case PROMPT -> ServedContracts.prompt(offer);
            case RESOURCE -> ServedContracts.resource();
            case TOOL, SKILL, SEND, COMPLETION, SUBSCRIPTION ->
                schema(offer, "inputSchema").orElseThrow();
        };
    }

    private static Optional<ContractSchema> schema(ToolOffer offer, String member) {
        return offer.definition().get(member) instanceof JsonObject schema
                ? Optional.of(ContractSchema.foreign(schema))
                : Optional.empty();
    }

    private static List<SkillFolder> skills(PackageContent content) {
        return SkillFolder.all(new Archive(content.entries().stream()
                .filter(entry -> entry.startsWith(SkillFolder.ROOT))
                .map(entry -> new Entry(entry, content.entry(entry)))
                .toList()));
    }

    private static Offered skill(Generation generation, PackageContent content, SkillFolder skill) {
        var folder = SkillFolder.ROOT + skill.name() + "/";
        return new Offered.Skill(
                new Target(Target.Kind.SKILL, generation.id().plugin(), skill.name()),
                generation,
                skill.description(),
                skill.files().stream()
                        .map(file -> file.name().substring(folder.length()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                file -> content.entry(folder + file),
                Optional.empty());
    }

    /** A server's, in the bytes that were approved: the server is not asked for them. */
    private static Offered served(Generation generation, ApprovedDefinition skill, Function<Digest, byte[]> kept) {
        var offer = SkillOffer.of(skill.definition());
        return new Offered.Skill(
                new Target(Target.Kind.SKILL, generation.id().plugin(), skill.name()),
                generation,
                offer.description(),
                new TreeSet<>(offer.files().keySet()),
                file -> kept.apply(
                        Objects.requireNonNull(offer.files().get(file)).digest()),
                Optional.of(skill.definition()));
    }
}

package dev.polar.host.offer;

import dev.polar.runtime.Generation;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What MCP servers offer beside tools, in the words that were approved: prompts, and one thing that reads for each server
 * with resources. Resources are data, which nobody approves; what is approved of them are the templates of their addresses.
 *
 * @param offers under names as {@link dev.polar.runtime.Target#named} reads them
 * @param completed the names of those whose arguments their server completes
 * @param subscribed the names of those whose server says when what is read changes
 */
record ServedOffers(List<ToolOffer> offers, Set<String> completed, Set<String> subscribed) {
    static ServedOffers of(Generation generation, ApprovedTools approved) {
        var offers = new ArrayList<ToolOffer>();
        var completed = new HashSet<String>();
        var subscribed = new HashSet<String>();
        if (generation instanceof McpGeneration servers) {
            for (var prompt : approved.prompts()) {
                offers.add(servers.claimed(prompt.server(), prompt.name(), prompt.definition()));
                if (hasArguments(prompt.definition()) && servers.can(prompt.server(), "completions")) {
                    completed.add(prompt.name());
                }
            }
            servers.reading().forEach((name, server) -> {
                if (!approved.withheld().containsKey(name)) {
                    var templates = templates(approved, server);
                    offers.add(servers.claimed(server, name, reading(name, templates)));
                    if (!templates.isEmpty() && servers.can(server, "completions")) {
                        completed.add(name);
                    }
                    if (servers.tells(server)) {
                        subscribed.add(name);
                    }
                }
            });
        }
        return new ServedOffers(offers, completed, subscribed);
    }

    private static boolean hasArguments(JsonObject prompt) {
        return prompt.get("arguments") instanceof JsonArray arguments && !arguments.isEmpty();
    }

    private static List<JsonObject> templates(ApprovedTools approved, String server) {
        return approved.templates().stream()
                .filter(template -> template.server().equals(server))
                .map(ApprovedDefinition::definition)
                .toList();
    }

    private static JsonObject reading(String name, List<JsonObject> templates) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add(Feature.TEMPLATE.member(), StrictJson.provider().createArrayBuilder(templates))
                .build();
    }
}

package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.runtime.mcp.HostAddress;
import dev.polar.spi.PluginId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whose an address is, at one moment and for clients of one profile. An address is its server's own as long as no other server lists it or has a template
 * that it fits; otherwise it is nobody's, and each server's is found at {@code polar:PLUGIN/SERVER/ADDRESS}, where every
 * server's always is. So nobody takes an address away by listing it, and nothing is read from another than who was asked.
 */
final class Addresses {
    private static final String OWN_SCHEME = "polar:";
    private static final Pattern QUALIFIED = Pattern.compile("polar:([^/]+)/([^/]+)/(.+)");

    private final Snapshot snapshot;
    private final List<Shelved> servers;
    private final Map<String, List<Target>> listed = new HashMap<>();

    /** What one server has: what it lists now, and the templates that were approved. */
    record Shelved(Offered.Tool offered, List<JsonObject> listed, List<Templated> templates) {
        Target target() {
            return offered.target();
        }
    }

    /** A template and its approved definition. */
    record Templated(UriTemplate template, JsonObject definition) {}

    /** Where something is to be read. */
    record Place(Target target, String uri) {}

    private Addresses(Snapshot snapshot, List<Shelved> servers) {
        this.snapshot = snapshot;
        this.servers = servers;
        for (var server : servers) {
            server.listed()
                    .forEach(resource -> listed.computeIfAbsent(resource.getString("uri"), uri -> new ArrayList<>(1))
                            .add(server.target()));
        }
    }

    /** Those of what such a client may see. */
    static Addresses of(Snapshot snapshot, ClientProfile profile) {
        return new Addresses(
                snapshot,
                snapshot.resources().stream()
                        .filter(one -> profile.allows(one.target(), one.reads()))
                        .map(one -> new Shelved(one, live(one), templates(one)))
                        .toList());
    }

    /** Whether servers list what they did. */
    boolean isCurrent() {
        return servers.stream().allMatch(server -> live(server.offered()) == server.listed());
    }

    private static List<JsonObject> live(Offered.Tool server) {
        return server.generation().resources().getOrDefault(server.target().name(), List.of());
    }

    private static List<Templated> templates(Offered.Tool server) {
        return server.offer().definition().get("resourceTemplates") instanceof JsonArray templates
                ? templates.getValuesAs(JsonObject.class).stream()
                        .map(template -> new Templated(UriTemplate.of(template.getString("uriTemplate")), template))
                        .filter(template -> !HostAddress.is(template.template().text()))
                        .toList()
                : List.of();
    }

    /** Whether any server lists anything. */
    boolean any() {
        return !listed.isEmpty();
    }

    List<Shelved> servers() {
        return servers;
    }

    /** The servers whose an address may be. */
    List<Target> claimants(String uri) {
        var found = new ArrayList<>(listed.getOrDefault(uri, List.of()));
        for (var server : servers) {
            if (!found.contains(server.target())
                    && server.templates().stream()
                            .anyMatch(template -> template.template().matches(uri))) {
                found.add(server.target());
            }
        }
        return found;
    }

    /**
     * Where an address is read.
     *
     * @throws McpFault if it is several servers'
     */
    Optional<Place> find(String uri) {
        var qualified = QUALIFIED.matcher(uri);
        if (qualified.matches()) {
            return plugin(qualified.group(1))
                    .map(plugin ->
                            new Place(Target.named(plugin, Target.RESOURCE + qualified.group(2)), qualified.group(3)));
        }
        var claimants = claimants(uri);
        if (claimants.size() > 1) {
            var addresses = new TreeSet<String>();
            claimants.forEach(server -> addresses.add(qualified(server, uri)));
            throw McpFault.params("several servers have something at " + uri + ": read "
                    + String.join(" or ", addresses) + " instead");
        }
        return claimants.stream().findFirst().map(server -> new Place(server, uri));
    }

    private Optional<PluginId> plugin(String name) {
        return snapshot.plugins().keySet().stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst();
    }

    /** The address under which agents are shown what a server lists. */
    String shown(Target server, String uri) {
        return claimants(uri).size() > 1 ? qualified(server, uri) : uri;
    }

    /** The template under which agents are shown those of a server: two may have the same, whatever fits both. */
    String shown(Target server, UriTemplate template) {
        long same = servers.stream()
                .filter(one -> one.templates().stream()
                        .anyMatch(other -> other.template().text().equals(template.text())))
                .count();
        return same > 1 ? qualified(server, template.text()) : template.text();
    }

    static String qualified(Target server, String uri) {
        return OWN_SCHEME + server.plugin() + "/" + server.name().substring(Target.RESOURCE.length()) + "/" + uri;
    }

    /** The address of a link that a tool of a plugin answered with: one that says whose it is, unless it is clear. */
    String linked(Target tool, String uri) {
        if (HostAddress.is(uri) || uri.startsWith("https:") || uri.startsWith("http:")) {
            return uri;
        }
        return server(tool)
                .filter(server -> !claimants(uri).equals(List.of(server)))
                .map(server -> qualified(server, uri))
                .orElse(uri);
    }

    /** The server whose tool it is, if that is certain. */
    private Optional<Target> server(Target tool) {
        var own = servers.stream()
                .map(Shelved::target)
                .filter(server -> server.plugin().equals(tool.plugin()))
                .toList();
        int slash = tool.name().indexOf('/');
        var named = slash < 0 ? "" : Target.RESOURCE + tool.name().substring(0, slash);
        return own.stream()
                .filter(server -> server.name().equals(named))
                .findFirst()
                .or(() -> slash < 0 && own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty());
    }
}

package dev.polar.bench;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long an agent waits for the list of many tools, and for a search among them. */
final class CataloguePart {
    private static final int[] SERVERS = {1, 10, 50};
    private static final int TOOLS = 13;
    private static final int WARM_UP = 1_000;
    private static final int TIMES = 1_000;
    private static final List<String> VERBS = List.of(
            "get", "list", "create", "update", "delete", "search", "send", "move", "copy", "open", "close", "count",
            "tag");
    private static final List<String> THINGS =
            List.of("issue", "note", "message", "file", "invoice", "meeting", "person");

    private CataloguePart() {}

    static String run(Path scratch) throws Exception {
        var data = scratch.resolve("catalogue");
        try (var gate = new BenchGate("none", data, scratch.resolve("cache"));
                var door = new GateDoor(gate, data)) {
            door.letIn("searching", Map.of("search", "true"));
            door.letIn("reading", Map.of("readOnly", "true"));
            var page = new Page(
                    "Lists of many tools",
                    "servers, tools",
                    "list, KiB",
                    "first list of a snapshot, ms",
                    "list p50, p99 ms",
                    "list of a client that only reads p50, p99 ms",
                    "search p50, p99 ms",
                    "first search of a snapshot, ms");
            for (int servers : SERVERS) {
                publish(gate, servers);
                page.row(row(servers, gate, door));
            }
            return page.say("`tools/list` and `search_tools` over HTTP, one client after the other, " + TIMES
                            + " times each after " + WARM_UP + " to warm up; the answers' bytes are read, not parsed.")
                    .toString();
        }
    }

    private static String[] row(int servers, BenchGate gate, GateDoor door) throws IOException {
        var listed = samples(door.place(), CataloguePart::list);
        var read = samples(door.place("reading"), CataloguePart::list);
        var searched = samples(door.place("searching"), CataloguePart::search);
        var firstLists = new ArrayList<Double>();
        var firstSearches = new ArrayList<Double>();
        int bytes;
        try (var client = new McpClient(door.place());
                var searching = new McpClient(door.place("searching"))) {
            bytes = list(client);
            for (int i = 0; i < 50; i++) {
                publish(gate, servers);
                firstLists.add(millis(client, CataloguePart::list));
                firstSearches.add(millis(searching, CataloguePart::search));
            }
        }
        return new String[] {
            servers + ", " + servers * TOOLS,
            Samples.number(bytes / 1024.0),
            Samples.of(firstLists).spread(),
            both(listed),
            both(read),
            both(searched),
            Samples.of(firstSearches).spread()
        };
    }

    private static String both(Samples samples) {
        return Samples.number(samples.percentile(50)) + ", " + Samples.number(samples.percentile(99));
    }

    /** Something that says how many bytes came back. */
    private interface Measured {
        int run(McpClient client) throws IOException;
    }

    private static int list(McpClient client) throws IOException {
        return client.ask("tools/list", "{}");
    }

    private static int search(McpClient client) throws IOException {
        return client.ask(
                "tools/call",
                "{\"name\":\"search_tools\",\"arguments\":{\"query\":\"send a message about an invoice\"}}");
    }

    private static Samples samples(McpClient.Place place, Measured work) throws IOException {
        try (var client = new McpClient(place)) {
            for (int i = 0; i < WARM_UP; i++) {
                work.run(client);
            }
            var samples = new ArrayList<Double>();
            for (int i = 0; i < TIMES; i++) {
                samples.add(millis(client, work));
            }
            return Samples.of(samples);
        }
    }

    private static double millis(McpClient client, Measured work) throws IOException {
        long begun = System.nanoTime();
        work.run(client);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void publish(BenchGate gate, int servers) {
        var targets = new HashMap<Target, Offered>();
        var plugins = new HashMap<PluginId, Standing>();
        var before = gate.snapshots().current();
        var live = (Standing.Live) before.plugins().get(BenchGate.ID.plugin());
        for (int server = 0; server < servers; server++) {
            var plugin = new PluginId("acme.server" + server);
            plugins.put(plugin, live);
            for (int tool = 0; tool < TOOLS; tool++) {
                var name = VERBS.get(tool) + "_" + THINGS.get((server + tool) % THINGS.size());
                var target = Target.tool(plugin, name);
                targets.put(target, tool(target, live, tool % 2 == 0));
            }
        }
        plugins.put(BenchGate.ID.plugin(), live);
        gate.snapshots().publish(new Snapshot(before.epoch() + 1, targets, plugins));
    }

    private static Offered.Tool tool(Target target, Standing.Live live, boolean reads) {
        var words = target.name().replace('_', ' ');
        var definition = json(
                "{\"name\":\"" + target.name() + "\",\"title\":\"" + words + "\",\"description\":\"Lets you " + words
                        + " in the records of the company, with its owner, its history and whatever belongs to it. Says what was done."
                        + "\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"description\":\"Which one\"},"
                        + "\"owner\":{\"type\":\"string\",\"description\":\"Whose it is\"},\"limit\":{\"type\":\"integer\",\"minimum\":1,"
                        + "\"maximum\":100}},\"required\":[\"id\"]},\"annotations\":{\"readOnlyHint\":" + reads + "}}");
        var offer = new ToolOffer(
                target.name(), definition, reads ? Effect.READ : Effect.WRITE, Duration.ofSeconds(5), Optional.empty());
        var schema = ContractSchema.compile(definition.getJsonObject("inputSchema"));
        return new Offered.Tool(target, live.generation(), offer, schema, Optional.empty(), reads);
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }
}

package dev.polar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One MCP server, called directly and through Polar by turns. */
final class McpPart {
    private static final int[] CLIENTS = {1, 8, 32};
    private static final int ROUNDS = 3;
    /** Before the first of them, for what compiles while it runs. */
    private static final Duration COLD = Duration.ofSeconds(30);

    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private McpPart() {}

    static String run(Path root, Path scratch) throws Exception {
        var reference = ReferenceServer.start(root);
        if (reference.isEmpty()) {
            return "The MCP part was not run: this distribution was built without the reference server"
                    + " (install nodejs and npm, build again).\n";
        }
        var data = Files.createTempDirectory(scratch, "unlogged-");
        try (var server = reference.get();
                var host = Installation.start(root, scratch);
                var upstream = new Upstream(server.url(), data);
                var gate =
                        new BenchGate("none", BenchGate.ALLOWED, upstream.snapshots(), data, scratch.resolve("cache"));
                var door = new GateDoor(gate, data)) {
            return table(
                    new McpClient.Place(server.url(), Map.of(), "echo"),
                    through(host, server.url()),
                    door.place().of(Upstream.ECHO));
        }
    }

    /** Installs the server behind Polar, and says where it is there. */
    static McpClient.Place through(Installation host, URI url) throws Exception {
        var file = host.pack(PluginFolder.remote(host.home(), "local.everything", url));
        host.polar(host.consented("install", file.toString()));
        host.polar(host.consented("enable", "local.everything", "--effect", "*=read"));
        return client(host, "local-everything__echo");
    }

    /** Makes a client that may call, and says where that tool is for it. */
    static McpClient.Place client(Installation host, String tool) throws IOException, InterruptedException {
        var client = host.json("client", "add", "bench", "--yes", "--json");
        return new McpClient.Place(
                URI.create(client.getString("url")),
                Map.of("Authorization", "Bearer " + client.getString("token")),
                tool);
    }

    private static String table(McpClient.Place direct, McpClient.Place polar, McpClient.Place unlogged)
            throws Exception {
        var page = new Page(
                "MCP calls a second, through Polar and direct",
                "clients",
                "direct, calls/s",
                "through Polar, calls/s",
                "Polar / direct",
                "direct p50, p95, p99 ms",
                "Polar p50, p95, p99 ms",
                "without a log, calls/s",
                "Polar / without a log");
        for (var place : List.of(direct, polar, unlogged)) {
            Load.of(place, 32, COLD);
        }
        for (int clients : CLIENTS) {
            var rounds = new Rounds();
            var unaudited = new Rounds();
            for (var place : List.of(direct, polar, unlogged)) {
                Load.of(place, clients, WARM_UP);
            }
            for (int i = 0; i < ROUNDS; i++) {
                var through = Load.of(polar, clients, ROUND);
                rounds.add(Load.of(direct, clients, ROUND), through);
                unaudited.add(Load.of(unlogged, clients, ROUND), through);
            }
            rounds.row(page, Integer.toString(clients), unaudited.without(), unaudited.ratio());
        }
        return page.say("`echo` of server-everything over Streamable HTTP, revision 2025-11-25, every answer compared. "
                        + ROUNDS + " rounds of " + ROUND.toSeconds() + " s each, by turns, after "
                        + COLD.toSeconds() + " s of warm-up each and " + WARM_UP.toSeconds()
                        + " s before each row; median (least to most). *Without a log*: the same front, gate and way to the server"
                        + " with a journal of the benchmark that keeps nothing, without the rest of a host. Limits raised for this: "
                        + Installation.LIMITS.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(limit -> "`" + limit.getKey() + "=" + limit.getValue() + "`")
                                .reduce((one, other) -> one + ", " + other)
                                .orElseThrow()
                        + ".")
                .toString();
    }
}

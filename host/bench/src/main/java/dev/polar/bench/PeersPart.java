package dev.polar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Other gateways beside Polar: the same server behind each of them, called by the same clients, by turns. */
final class PeersPart {
    private static final int[] CLIENTS = {1, 8, 32};
    private static final int ROUNDS = 3;

    /** Before all, by as many clients as there will be at most: a compiler on two cores needs that long. */
    private static final Duration COLD = Duration.ofMillis(45_000);

    private static final Duration WARM_UP = Duration.ofMillis(4_000);
    private static final Duration ROUND = Duration.ofMillis(1_500);

    private PeersPart() {}

    static String run(Path root, Path scratch) throws Exception {
        var direct = ReferenceServer.start(root);
        var modules = NpmPeer.fetched(root);
        if (direct.isEmpty() || modules.isEmpty()) {
            return "The part about peers was not run: it needs nodejs, npm and what npm fetches"
                    + " (host/bench/target/npm/npm.log).\n";
        }
        var script = root.resolve(ReferenceServer.SCRIPT);
        try (var server = direct.get();
                var host = Installation.start(root, scratch);
                var hub = NpmPeer.hub(modules.get(), scratch, script, 1);
                var proxy = NpmPeer.proxy(modules.get(), scratch, script);
                var gateway = NpmPeer.supergateway(modules.get(), scratch, script)) {
            host.polar(host.consented(
                    "install",
                    host.pack(PluginFolder.references(root, host.home(), "local.one", 1))
                            .toString()));
            host.polar(host.consented("enable", "local.one", "--effect", "*=read"));
            var polar = McpPart.client(host, "local-one__echo");
            var peers = new LinkedHashMap<String, Client>();
            peers.put("direct", () -> NpmPeer.mcp(place(server.url())));
            peers.put("Polar", () -> NpmPeer.mcp(polar));
            peers.put(hub.name(), () -> NpmPeer.throughTheHub(hub.url()));
            peers.put(proxy.name(), () -> NpmPeer.mcp(place(proxy.url())));
            peers.put(gateway.name(), () -> NpmPeer.mcp(place(gateway.url())));
            hub.answers(NpmPeer::throughTheHub);
            proxy.answers(url -> NpmPeer.mcp(place(url)));
            gateway.answers(url -> NpmPeer.mcp(place(url)));
            return calls(peers) + "\n" + PeerLists.measured(root, scratch, modules.get(), host);
        }
    }

    private static McpClient.Place place(URI url) {
        return new McpClient.Place(url, Map.of(), "echo");
    }

    /** Opens one more client. */
    @FunctionalInterface
    private interface Client {
        NpmPeer.Echo open() throws IOException;
    }

    private static String calls(Map<String, Client> peers) throws Exception {
        var page = new Page(
                "The same calls through Polar and through others",
                "clients",
                "through",
                "calls/s",
                "x direct",
                "p50 ms",
                "p95 ms",
                "p99 ms");
        for (var peer : peers.entrySet()) {
            warmed(peer.getValue());
        }
        for (int clients : CLIENTS) {
            var open = new LinkedHashMap<String, List<NpmPeer.Echo>>();
            var loads = new LinkedHashMap<String, List<Load>>();
            try {
                for (var peer : peers.entrySet()) {
                    open.put(peer.getKey(), new ArrayList<>());
                    loads.put(peer.getKey(), new ArrayList<>());
                    for (int i = 0; i < clients; i++) {
                        open.get(peer.getKey()).add(peer.getValue().open());
                    }
                    load(open.get(peer.getKey()), WARM_UP);
                }
                for (int i = 0; i < ROUNDS; i++) {
                    for (var name : peers.keySet()) {
                        loads.get(name).add(load(open.get(name), ROUND));
                    }
                }
            } finally {
                for (var all : open.values()) {
                    for (var one : all) {
                        one.close();
                    }
                }
            }
            loads.forEach((name, rounds) -> row(page, clients, name, rounds, loads.get("direct")));
        }
        return page.say("`echo` of server-everything, every answer compared, " + ROUNDS + " rounds of "
                        + ROUND.toMillis() + " ms each by turns after " + COLD.toSeconds()
                        + " s of warm-up each by all clients and "
                        + WARM_UP.toMillis()
                        + " ms before each row; median (least to most), ratios within a round. *direct* is the server's own"
                        + " Streamable HTTP; behind the others it is a child on standard input and output, behind Polar"
                        + " in a cage, with policy and two durable records for each call. mcp-hub is called over its own"
                        + " HTTP interface, for it speaks MCP over the old SSE transport only.")
                .toString();
    }

    private static void warmed(Client client) throws Exception {
        var open = new ArrayList<NpmPeer.Echo>();
        try {
            for (int i = 0; i < CLIENTS[CLIENTS.length - 1]; i++) {
                open.add(client.open());
            }
            load(open, COLD);
        } finally {
            for (var one : open) {
                one.close();
            }
        }
    }

    private static Load load(List<NpmPeer.Echo> open, Duration time) throws Exception {
        var work = new ArrayList<Load.Work>();
        open.forEach(one -> work.add(number ->
                one.echo("call " + number + " of " + Thread.currentThread().getName())));
        return Load.of(work, time);
    }

    private static void row(Page page, int clients, String name, List<Load> rounds, List<Load> direct) {
        var ratios = new double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rounds.get(i).callsPerSecond() / direct.get(i).callsPerSecond();
        }
        var speed =
                new Samples(rounds.stream().mapToDouble(Load::callsPerSecond).toArray());
        page.row(
                Integer.toString(clients),
                name,
                speed.spread(),
                new Samples(ratios).spread(),
                latency(rounds, 50),
                latency(rounds, 95),
                latency(rounds, 99));
    }

    private static String latency(List<Load> rounds, double percent) {
        return Samples.number(new Samples(rounds.stream()
                        .mapToDouble(load -> load.millis().percentile(percent))
                        .toArray())
                .median());
    }
}

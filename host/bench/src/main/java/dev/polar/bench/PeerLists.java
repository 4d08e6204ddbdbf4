package dev.polar.bench;

import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From nothing to the whole list, and the list again, with few servers and with many; and what that weighs. */
final class PeerLists {
    private static final int[] SERVERS = {1, 10, 50};
    private static final int TOOLS_EACH = 13;
    private static final int LISTS = 30;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private PeerLists() {}

    /** What was measured of one. */
    private record Seen(double bootMillis, Samples lists, double mebibytes, long processes) {}

    static String measured(Path root, Path scratch, Path modules, Installation host) throws Exception {
        var page = new Page(
                "Many servers behind it",
                "servers",
                "tools",
                "through",
                "start to the whole list, ms",
                "list p50 ms",
                "list p95 ms",
                "processes",
                "MiB, all",
                "MiB a server more");
        double hubOne = 0;
        double polarOne = 0;
        host.polar("disable", "local.one", "--yes");
        for (int servers : SERVERS) {
            var polar = polar(root, host, servers);
            var hub = hub(scratch, modules, root.resolve(ReferenceServer.SCRIPT), servers);
            hubOne = servers == 1 ? hub.mebibytes() : hubOne;
            polarOne = servers == 1 ? polar.mebibytes() : polarOne;
            row(page, servers, "Polar", polar, polarOne);
            row(page, servers, "mcp-hub", hub, hubOne);
        }
        return page.say(
                        "Each server is a server-everything of its own, idle; those behind Polar run in cages. *Start* is that of"
                                + " the process: of Polar's host with its PostgreSQL and its own command line, which have servers"
                                + " approved already. MiB are those of all its processes, PostgreSQL among them, what is shared"
                                + " counted once.")
                .toString();
    }

    private static void row(Page page, int servers, String name, Seen seen, double one) {
        page.row(
                Integer.toString(servers),
                Integer.toString(servers * TOOLS_EACH),
                name,
                Samples.number(seen.bootMillis()),
                Samples.number(seen.lists().percentile(50)),
                Samples.number(seen.lists().percentile(95)),
                Long.toString(seen.processes()),
                Samples.number(seen.mebibytes()),
                servers == 1 ? "" : Samples.number((seen.mebibytes() - one) / (servers - 1)));
    }

    private static Seen polar(Path root, Installation host, int servers) throws Exception {
        var name = "local.many" + servers;
        var file = host.pack(PluginFolder.references(root, host.home(), name, servers));
        host.polar(host.consented("install", file.toString()));
        host.polar(host.consented("enable", name, "--effect", "*=read"));
        var token = host.json("client", "add", "lister-" + servers, "--yes", "--json")
                .getString("token");
        host.polar("down");
        long start = System.nanoTime();
        host.polar("up", "-d", "--port", "0");
        var status = host.json("status", "--json");
        var url = URI.create(status.getString("mcp"));
        var headers = Map.of(
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json",
                "MCP-Protocol-Version",
                "2025-11-25");
        try (var connection = new HttpConnection(url)) {
            var prefix = name.replace('.', '-') + "__";
            double boot = until(start, () -> tools(connection, headers, prefix) >= servers * TOOLS_EACH);
            var lists = timed(() -> tools(connection, headers, prefix));
            var roots = List.of(handle(status.getJsonNumber("pid").longValue()), handle(postgres(host.data())));
            var seen = new Seen(boot, lists, Footprint.mebibytes(roots), Footprint.processes(roots));
            host.polar("disable", name, "--yes");
            return seen;
        }
    }

    private static ProcessHandle handle(long pid) throws IOException {
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " is gone"));
    }

    private static long postgres(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static long tools(HttpConnection connection, Map<String, String> headers, String prefix)
            throws IOException {
        var reply = connection.post(headers, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}");
        var message = StrictJson.object(reply.body(), StrictJson.Limits.bytes(1 << 24));
        return message.getJsonObject("result").getJsonArray("tools").stream()
                .filter(tool -> tool.asJsonObject().getString("name").startsWith(prefix))
                .count();
    }

    private static Seen hub(Path scratch, Path modules, Path script, int servers) throws Exception {
        long start = System.nanoTime();
        try (var hub = NpmPeer.hub(modules, scratch, script, servers)) {
            var url = hub.url().resolve("/api/servers");
            double boot = until(start, () -> connected(url) >= servers);
            var lists = timed(() -> connected(url));
            var roots = List.of(hub.process().toHandle());
            return new Seen(boot, lists, Footprint.mebibytes(roots), Footprint.processes(roots));
        }
    }

    /** Its page of servers, with all their tools. */
    private static long connected(URI url) throws IOException {
        try (var connection = new HttpConnection(url)) {
            var text = new String(connection.get(Map.of()).body(), StandardCharsets.UTF_8);
            return text.split("\"status\":\"connected\"", -1).length - 1;
        }
    }

    /** Asks for something. */
    @FunctionalInterface
    private interface Question {
        long ask() throws IOException;
    }

    /** Whether it is so. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static double until(long start, Condition condition) throws IOException, InterruptedException {
        while (System.nanoTime() - start < PATIENCE) {
            try {
                if (condition.holds()) {
                    return (System.nanoTime() - start) / 1e6;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("the list does not become whole");
    }

    private static Samples timed(Question question) throws IOException {
        var millis = new double[LISTS];
        for (int i = 0; i < LISTS; i++) {
            long start = System.nanoTime();
            question.ask();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return new Samples(millis);
    }
}

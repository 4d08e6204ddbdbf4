package dev.polar.bench;

import dev.polar.host.HostAssembly;
import dev.polar.host.Settings;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A whole host in this process, on somebody else's database. */
record Node(HostAssembly host, Path data, AdminDoor door) implements AutoCloseable {
    private static final String TOKEN = "bench";

    static Node start(Path data, String databaseUrl, SigningKey operator) {
        var environment = new HashMap<>(Installation.LIMITS);
        environment.put("POLAR_DATABASE_URL", databaseUrl);
        var settings = Settings.read(Map.of("--data", data.toString(), "--port", "0"), environment, data);
        return new Node(
                HostAssembly.start(settings, () -> {}), data, new AdminDoor(data.resolve("admin.sock"), operator));
    }

    /** One more on the same database, joined as an operator does. */
    Node joined(Path other, String databaseUrl) throws IOException {
        Files.createDirectories(other);
        for (var file : new String[] {"installation", "operators.json", "master.key"}) {
            Files.copy(data.resolve(file), other.resolve(file));
        }
        return start(other, databaseUrl, door.operator());
    }

    /** Makes the operator, and a client that may call. */
    void enrol() throws IOException {
        door.run(
                "operator.add",
                "bench",
                Map.of("key", door.operator().publicKey().toPem()));
        var hash = Digest.of(TOKEN.getBytes(StandardCharsets.UTF_8)).toString();
        door.run("client.add", "bench", Map.of("hash", hash));
    }

    Reader reader() throws IOException {
        return new Reader(URI.create(host.address() + "/mcp"), TOKEN);
    }

    @Override
    public void close() {
        host.close();
    }
}

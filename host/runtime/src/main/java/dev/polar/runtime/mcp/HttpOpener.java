package dev.polar.runtime.mcp;

import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import java.time.Instant;
import java.util.List;

/** Greets a server over HTTP. */
record HttpOpener(String name, McpServer.Remote server) implements Connection.Opener {
    @Override
    public Connection open(Runnable changed, Instant deadline) {
        var peer = new HttpPeer(name, server.url(), server.headers(), new Unasked(changed));
        try {
            return new Connection(new Greeting(name, deadline).http(peer), () -> end(peer));
        } catch (Refusal refusal) {
            peer.close();
            throw refusal;
        }
    }

    private static List<String> end(HttpPeer peer) {
        peer.close();
        return List.of();
    }
}

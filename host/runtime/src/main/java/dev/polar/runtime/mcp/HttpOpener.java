package dev.polar.runtime.mcp;

import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Greets a server over HTTP. */
record HttpOpener(String name, McpServer.Remote server) implements Connection.Opener {
    @Override
    public Connection open(Consumer<Connection.Line> begun, Unasked.Hearing hearing, Instant deadline) {
        var peer = new HttpPeer(name, server.url(), server.headers(), Unasked.nobody(hearing));
        var line = new Requests(peer);
        begun.accept(line);
        try {
            var session = new Greeting(name, hearing.granted(), deadline).http(peer);
            var can = session.capabilities();
            if (can.contains(Greeting.CHANGES) || !session.stateless() && can.contains(Greeting.SUBSCRIBES)) {
                peer.listen();
            }
            return new Connection(session, line);
        } catch (Refusal refusal) {
            peer.close();
            throw refusal;
        }
    }

    private record Requests(HttpPeer peer) implements Connection.Line {
        @Override
        public List<String> close() {
            peer.close();
            return List.of();
        }

        @Override
        public List<String> cut() {
            peer.cut();
            return List.of();
        }
    }
}

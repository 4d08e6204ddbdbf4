package dev.polar.runtime.mcp;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.rpc.StdioPeer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Starts a server in its cage and greets it over its pipes. */
record StdioOpener(
        String name, ChildStarter starter, Confinement.Available confinement, Cage cage, Consumer<String> log)
        implements Connection.Opener {
    private static final Duration LEAVE = Duration.ofSeconds(1);
    private static final Duration OBEY = Duration.ofMillis(500);

    @Override
    public Connection open(Consumer<Connection.Line> begun, Runnable changed, Instant deadline) {
        var child = confinement.start(starter, name, cage, log);
        var peer = new StdioPeer(
                        name,
                        child.output(),
                        child.input(),
                        StdioPeer.Limits.DEFAULT,
                        new Unasked(changed),
                        () -> epitaph(child))
                .open();
        var line = new Pipes(peer, child);
        begun.accept(line);
        try {
            return new Connection(new Greeting(name, deadline).stdio(peer), line);
        } catch (Refusal refusal) {
            line.close();
            throw refusal;
        }
    }

    private record Pipes(StdioPeer peer, Child child) implements Connection.Line {
        @Override
        public List<String> close() {
            peer.close();
            return child.end(LEAVE, OBEY);
        }

        @Override
        public List<String> cut() {
            var left = child.cut();
            peer.close();
            return left;
        }
    }

    private Refusal epitaph(Child child) {
        var words = child.lastWords();
        return new Refusal(
                Code.PLUGIN_CRASHED,
                name + " " + child.ending() + (words.isEmpty() ? "" : ": " + ToolResults.shown(words)),
                "polar inspect shows its log");
    }
}

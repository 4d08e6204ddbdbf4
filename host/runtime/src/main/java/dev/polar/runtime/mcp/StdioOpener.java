package dev.polar.runtime.mcp;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Spoken;
import dev.polar.runtime.rpc.StdioPeer;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Starts a server in its cage and greets it over its pipes.
 *
 * @param cage as it is now, secrets and all
 * @param masked takes the plugin's secrets out of what it says
 * @param log takes its standard error
 */
record StdioOpener(
        String name,
        ChildStarter starter,
        Confinement.Available confinement,
        Supplier<Cage> cage,
        UnaryOperator<String> masked,
        Consumer<String> log)
        implements Connection.Opener {
    private static final Duration LEAVE = Duration.ofSeconds(1);
    private static final Duration OBEY = Duration.ofMillis(500);

    @Override
    public Connection open(Consumer<Connection.Line> begun, Unasked.Hearing hearing, Instant deadline) {
        var words = new Spoken(masked, log);
        var child = confinement.start(starter, name, cage.get(), words);
        var peer = new StdioPeer(
                        name,
                        child.output(),
                        child.input(),
                        StdioPeer.Limits.DEFAULT,
                        Unasked.piped(hearing),
                        () -> words.epitaph(name, child))
                .open();
        var line = new Pipes(peer, child);
        begun.accept(line);
        try {
            var session = new Greeting(name, hearing.granted(), deadline).stdio(peer);
            if (session.stateless() && session.capabilities().contains(Greeting.CHANGES)) {
                session.send(ChangeStream.piped()); // before it lists; it is answered when it ends
            }
            return new Connection(session, line);
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
}

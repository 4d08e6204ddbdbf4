package dev.polar.runtime.mcp;

import dev.polar.runtime.child.RestartBudget;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether a server is there: opened when it is asked for, again within a budget when it has ended, and let go when nobody
 * calls.
 */
final class Presence {
    /** What is done around it. */
    interface Life {
        /** The session is there, and nobody else has it. What this throws ends it. */
        void opening(McpSession session, Instant deadline);

        /** Whoever looks finds it. */
        void opened(McpSession session);

        boolean inUse();

        /** It ended though nobody let it go; on a thread that must not wait. */
        void lost();

        /** It is not opened any more. */
        void spent(Refusal why);
    }

    private final String label;
    private final Connection.Opener opener;
    private final Unasked.Hearing hearing;
    private final InstantSource clock;
    private final Life life;
    private final Idling idling;
    private volatile RestartBudget budget = new RestartBudget();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Optional<Connection> connection = Optional.empty();
    private volatile Optional<Connection.Line> line = Optional.empty();
    private volatile Optional<Refusal> over = Optional.empty();
    private volatile Optional<Refusal> spent = Optional.empty();

    /** @param idle how long nobody calls before it is let go; empty for never */
    Presence(
            String label,
            Connection.Opener opener,
            Unasked.Hearing hearing,
            InstantSource clock,
            Optional<Duration> idle,
            Life life) {
        this.label = label;
        this.opener = opener;
        this.hearing = hearing;
        this.clock = clock;
        this.life = life;
        this.idling = new Idling(idle, this::rest);
    }

    /** Somebody calls. */
    void used() {
        idling.used();
    }

    /** The session there is, if it is alive; nothing is opened for it. */
    Optional<McpSession> open() {
        return there().filter(session -> session.peer().ended().isEmpty());
    }

    boolean isOver() {
        return out().isPresent();
    }

    /** Why it is not opened any more, for good or until somebody says otherwise. */
    private Optional<Refusal> out() {
        return over.or(() -> spent);
    }

    /** Why it is not opened until somebody says otherwise: it ended too often. */
    Optional<Refusal> spent() {
        return spent;
    }

    /** Somebody says otherwise: whoever asks for it next has it opened, as if it had never ended. */
    void anew() {
        budget = new RestartBudget();
        idling.rests();
        spent = Optional.empty();
    }

    /** The same, dead or alive. */
    Optional<McpSession> there() {
        return connection.map(Connection::session);
    }

    /**
     * A session that is alive.
     *
     * @throws Refusal {@code CIRCUIT_OPEN}, {@code PLUGIN_QUARANTINED} if the server is gone and cannot be opened now
     */
    McpSession session(Instant deadline) {
        return alive().orElseGet(() -> alone(deadline, () -> alive().orElseGet(() -> again(deadline))));
    }

    private Optional<McpSession> alive() {
        out().ifPresent(why -> {
            throw why;
        });
        return open();
    }

    /** It is opened when it is first asked for. */
    void rests() {
        idling.rests();
    }

    /** How it is, in words. */
    String state() {
        return out().map(why -> "out: " + why.getMessage())
                .orElseGet(() -> there().map(session -> session.peer()
                                .ended()
                                .map(why -> "ended: " + why.getMessage())
                                .orElse("running"))
                        .orElse(idling.isResting() ? "resting until it is called" : "not running"));
    }

    /** Does something while nobody opens it. */
    <T> T alone(Instant deadline, Supplier<T> work) {
        try {
            var patience = Duration.between(Instant.now(), deadline);
            if (!opening.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(Code.TOOL_TIMEOUT, label + " was not ready before the deadline", "try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + label + " was interrupted", "try again");
        }
        try {
            return work.get();
        } finally {
            opening.unlock();
        }
    }

    private McpSession again(Instant deadline) {
        var gone = connection;
        if (!idling.wakes()) {
            count(gone);
        }
        connection = Optional.empty();
        gone.ifPresent(dead -> dead.line().close());
        return open(deadline);
    }

    private void count(Optional<Connection> gone) {
        var why = gone.flatMap(dead -> dead.session().peer().ended())
                .map(Refusal::getMessage)
                .orElse(label + " did not start");
        budget.spent(label, why, clock.instant()).ifPresent(last -> {
            spent = Optional.of(last);
            life.spent(last);
            throw last;
        });
    }

    McpSession open(Instant deadline) {
        var fresh = opener.open(this::begun, hearing, deadline);
        try {
            life.opening(fresh.session(), deadline);
        } catch (Refusal refusal) {
            fresh.line().close();
            throw refusal;
        }
        connection = Optional.of(fresh);
        idling.watch();
        life.opened(fresh.session());
        fresh.session().peer().onEnd(() -> gone(fresh));
        return fresh.session();
    }

    /** Whoever lets it go takes it away first. */
    private void gone(Connection dead) {
        if (!isOver() && connection.filter(now -> now == dead).isPresent()) {
            life.lost();
        }
    }

    /** Opens the session again that the server forgot; whether it is worth another try. */
    boolean renewed(McpSession forgotten, Instant deadline) {
        if (!(forgotten.peer() instanceof HttpPeer http) || !http.canForget()) {
            return false;
        }
        return alone(deadline, () -> {
            connection.filter(open -> open.session() == forgotten).ifPresent(open -> {
                var session = new Greeting(label, hearing.granted(), deadline).shakeHands(http, Revision.HANDSHAKE);
                connection = Optional.of(new Connection(session, open.line()));
                life.opened(session);
            });
            return true;
        });
    }

    /**
     * Ends the session unless somebody calls. Whoever calls says so first and looks for the session afterwards, so one of us
     * sees the other; nobody opens another before this one has gone.
     */
    private boolean rest() {
        if (!opening.tryLock()) {
            return false;
        }
        try {
            var open = connection;
            connection = Optional.empty();
            if (open.isEmpty() || isOver() || life.inUse()) {
                connection = open;
                return false;
            }
            open.get().line().close();
            line = Optional.empty(); // or all that it was read through would stay in memory
            return true;
        } finally {
            opening.unlock();
        }
    }

    /** Whoever ends it says so first and looks for the line afterwards, so one of us sees the other. */
    private void begun(Connection.Line fresh) {
        line = Optional.of(fresh);
        over.ifPresent(why -> {
            fresh.cut();
            throw why;
        });
    }

    /** Ends it for good; what stayed, in words. */
    List<String> end(Function<Connection.Line, List<String>> ending) {
        idling.end();
        over = Optional.of(new Refusal(Code.PLUGIN_DISABLED, label + " was stopped", ""));
        return line.map(ending).orElse(List.of());
    }
}

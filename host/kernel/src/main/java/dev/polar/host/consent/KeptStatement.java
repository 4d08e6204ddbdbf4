package dev.polar.host.consent;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What stays in memory of a statement: what it is about. The rest is read again from what was signed when somebody asks for
 * it and nobody holds it any more, because as objects it weighs five times what was signed.
 */
public final class KeptStatement {
    private final String action;
    private final String object;
    private final long version;
    private final Instant at;
    private final Supplier<Statement> again;
    private volatile WeakReference<Statement> last;

    /** @param again reads the same statement again */
    KeptStatement(Statement statement, Supplier<Statement> again) {
        this.action = statement.action();
        this.object = statement.object();
        this.version = statement.version();
        this.at = statement.at();
        this.again = again;
        this.last = new WeakReference<>(statement);
    }

    String action() {
        return action;
    }

    String object() {
        return object;
    }

    long version() {
        return version;
    }

    Instant at() {
        return at;
    }

    Statement whole() {
        var known = last.get();
        if (known != null) {
            return known;
        }
        var read = again.get();
        last = new WeakReference<>(read);
        return read;
    }

    /** What it decides about each of several, as statements of their own. */
    List<KeptStatement> parts() {
        var whole = whole();
        var clauses = whole.clauses();
        return IntStream.range(0, clauses.size())
                .mapToObj(i -> new KeptStatement(whole.alone(clauses.get(i)), () -> part(i)))
                .toList();
    }

    @Override
    public String toString() {
        return whole().toString();
    }

    private Statement part(int clause) {
        var whole = whole();
        return whole.alone(whole.clauses().get(clause));
    }
}

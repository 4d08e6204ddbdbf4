package dev.polar.host.session;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The labels of every session. The database has them; this node remembers those it looked at, and asks again where
 * another node may have added some.
 */
public final class Sessions {
    private static final int MOST_REMEMBERED = 10_000;

    private final Database database;
    private final BooleanSupplier others;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * What this node knows of one session.
     *
     * @param held its labels
     * @param stored those of them that certainly are in the database
     * @param asked whether the database was asked for the others
     */
    private record Known(Set<Label> held, Set<Label> stored, boolean asked) {
        static final Known NOTHING = new Known(Set.of(), Set.of(), false);

        Known holding(Set<Label> more) {
            return new Known(both(held, more), stored, asked);
        }

        Known storing(Set<Label> more) {
            return new Known(both(held, more), both(stored, more), asked);
        }

        Known read(Set<Label> all) {
            return new Known(both(held, all), all, true);
        }
    }

    /** @param others whether another node may label sessions too */
    public Sessions(Database database, BooleanSupplier others) {
        this.database = database;
        this.others = others;
    }

    /**
     * What that session has taken in.
     *
     * @throws dev.polar.spi.Refusal {@code DATABASE_UNAVAILABLE}: then nobody knows
     */
    public Set<Label> of(String session) {
        var remembered = known.getOrDefault(session, Known.NOTHING);
        if (Label.toxic(remembered.held()) || remembered.asked() && !others.getAsBoolean()) {
            return remembered.held();
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.values().removeIf(one -> one.held().equals(one.stored()));
        }
        // Within one step: what is added meanwhile comes before or after it.
        return known.compute(
                        session, (name, before) -> (before == null ? Known.NOTHING : before).read(inDatabase(name)))
                .held();
    }

    /** From now on it counts here; {@link #store} makes it last. */
    public void hold(String session, Set<Label> labels) {
        known.merge(session, Known.NOTHING.holding(labels), (before, more) -> before.holding(labels));
    }

    /** Which of them are not known to be in the database. */
    public Set<Label> missing(String session, Set<Label> labels) {
        var missing = EnumSet.noneOf(Label.class);
        missing.addAll(labels);
        missing.removeAll(known.getOrDefault(session, Known.NOTHING).stored());
        return missing;
    }

    /** Keeps them, with the record of the call that brought them. */
    public void store(Transaction transaction, String session, Set<Label> labels, String intent) {
        labels.forEach(label -> SessionTable.add(transaction, session, label, intent));
    }

    /** What {@link #store} wrote is committed. */
    public void stored(String session, Set<Label> labels) {
        known.computeIfPresent(session, (name, before) -> before.storing(labels));
    }

    /** Somebody may have cleared some: the database is asked again. */
    public void forget() {
        known.clear();
    }

    /** The labels there are, newest first. */
    public List<Labelled> list() {
        return database.read(SessionTable::list);
    }

    /** Those of one session. */
    Set<Label> inDatabase(String session) {
        return database.read(transaction -> SessionTable.labels(transaction, session));
    }

    void clear(Transaction transaction, String session) {
        SessionTable.clear(transaction, session);
    }

    private static Set<Label> both(Set<Label> some, Set<Label> others) {
        if (some.containsAll(others)) {
            return some;
        }
        var all = EnumSet.noneOf(Label.class);
        all.addAll(some);
        all.addAll(others);
        return all;
    }
}

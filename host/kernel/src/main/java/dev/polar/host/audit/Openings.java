package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Opening;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What commitments hide: to be told to an auditor, or to be forgotten. Either is on record first. */
public final class Openings {
    private static final String CHANNEL = "channel:";

    private final Database database;
    private final PostgresJournal journal;

    public Openings(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** Of that record, as far as they were not erased. */
    public List<Opening> of(Found found) {
        return database.read(transaction -> OpeningTable.of(
                transaction, found.log(), found.record().position().seq(), journal.masterKey()));
    }

    /**
     * What stands for a person where the log can be asked by callers, whether one of that name was ever there or not.
     *
     * @param person as records hide them, {@code web:main:ROOM:USER}, or with {@code channel:} before it
     */
    public String pseudonym(String person) {
        return pseudonym(journal.masterKey(), person);
    }

    static String pseudonym(MasterKey key, String person) {
        return Prepared.pseudonym(key, person.startsWith(CHANNEL) ? person.substring(CHANNEL.length()) : person);
    }

    /** Numbers of records by the number of their log. */
    public record Places(Map<Integer, SortedSet<Long>> byLog) {
        /** How many records. */
        public int size() {
            return byLog.values().stream().mapToInt(SortedSet::size).sum();
        }
    }

    /** The records that hide anything because of that person: what they asked, what was asked for them or about them. */
    public Places about(String pseudonym) {
        return database.read(transaction -> {
            var places = new TreeMap<Integer, SortedSet<Long>>();
            ForgettingTable.ofCaller(transaction, pseudonym, (log, seq) -> add(places, log, seq));
            ForgettingTable.naming(transaction, (log, seq, field, bytes) -> {
                if (names(pseudonym, log, seq, field, bytes)) {
                    add(places, log, seq);
                }
            });
            for (var log : List.copyOf(places.entrySet())) {
                ForgettingTable.sameIntents(
                        transaction,
                        log.getKey(),
                        List.copyOf(log.getValue()),
                        (other, seq) -> add(places, other, seq));
            }
            return new Places(places);
        });
    }

    /** That record, if it still hides anything. */
    public Places in(Found found) {
        return new Places(
                of(found).isEmpty()
                        ? Map.of()
                        : Map.of(
                                found.log(),
                                new TreeSet<>(List.of(found.record().position().seq()))));
    }

    /** The origin of that log. */
    public String origin(int log) {
        return database.read(transaction -> ForgettingTable.origin(transaction, log));
    }

    /**
     * Looks whether all of it may be forgotten.
     *
     * @throws Refusal {@code AUDIT_KEPT} if a legal hold covers one of these records
     */
    public void requireNotHeld(Places places) {
        database.read(transaction -> {
            places.byLog().forEach((log, numbers) -> requireNotHeld(transaction, log, List.copyOf(numbers)));
            return true;
        });
    }

    private static void requireNotHeld(Transaction transaction, int log, List<Long> numbers) {
        ForgettingTable.held(transaction, log, numbers).ifPresent(held -> {
            throw new Refusal(
                    Code.AUDIT_KEPT,
                    "nothing is erased: '" + held.hold() + "' holds record " + ForgettingTable.origin(transaction, log)
                            + "/" + held.seq(),
                    "polar audit hold list says why; once it may go, polar audit hold remove " + held.hold()
                            + " --reason TEXT");
        });
    }

    /**
     * Forgets what they hide; returns how many values that were.
     *
     * @throws Refusal {@code AUDIT_KEPT} if a legal hold covers one of them
     */
    public int forget(Transaction transaction, int log, List<Long> numbers) {
        ForgettingTable.lockHolds(transaction);
        requireNotHeld(transaction, log, numbers);
        return ForgettingTable.forget(transaction, log, numbers);
    }

    private boolean names(String pseudonym, int log, long seq, String field, byte[] bytes) {
        return opened(log, seq, field, bytes)
                .map(opening -> new String(opening.value(), StandardCharsets.UTF_8))
                .filter(person -> pseudonym(person).equals(pseudonym))
                .isPresent();
    }

    /** What was sealed by another hand is as good as erased. */
    private Optional<Opening> opened(int log, long seq, String field, byte[] bytes) {
        try {
            return Optional.of(OpeningTable.opened(log, seq, field, bytes, journal.masterKey()));
        } catch (IllegalStateException notOurs) {
            return Optional.empty();
        }
    }

    private static void add(Map<Integer, SortedSet<Long>> places, int log, long seq) {
        places.computeIfAbsent(log, fresh -> new TreeSet<>()).add(seq);
    }

    /** Numbers in ascending order as records list them: {@code 3-5,9}. */
    public static String ranges(List<Long> numbers) {
        var ranges = new ArrayList<String>();
        for (int i = 0; i < numbers.size(); i++) {
            long first = numbers.get(i);
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            ranges.add(numbers.get(i) == first ? Long.toString(first) : first + "-" + numbers.get(i));
        }
        return String.join(",", ranges);
    }
}

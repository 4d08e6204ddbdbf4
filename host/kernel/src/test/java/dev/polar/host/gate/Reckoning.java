package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Database;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what was done with what is on record, once a host has started again: what was done equals what was recorded
 * without what was denied, nothing was done without an intent, and no number is missing.
 *
 * @param unknown how many intents nobody can say the end of
 */
record Reckoning(int done, int intents, int unknown, int denied, long records) {

    /**
     * @param effects what the tool left
     * @param answered of which calls somebody was told that they are done
     */
    static Reckoning of(Actions host, Path effects, Set<String> answered, Path export) throws IOException {
        var lines = Files.exists(effects) ? Files.readAllLines(effects) : List.<String>of();
        var done = new HashSet<>(lines);
        assertEquals(lines.size(), done.size(), "something was done twice");
        var intents = ids(host.database, "stage = 'INTENT'");
        var ended = ids(host.database, "stage = 'OUTCOME'");
        var allowed = ids(host.database, "stage = 'OUTCOME' AND decision = 'ALLOW'");
        var unknown = ids(
                host.database,
                "stage = 'OUTCOME' AND convert_from(body, 'UTF8')::jsonb ->> 'errorCode' = 'OUTCOME_UNKNOWN'");
        var failed = ids(
                host.database,
                "stage = 'OUTCOME' AND convert_from(body, 'UTF8')::jsonb ->> 'errorCode' = 'TOOL_FAILED'");
        assertEquals(Set.of(), without(done, intents::contains), "done without an intent");
        assertEquals(intents, ended, "an intent without an end, or an end without an intent");
        assertEquals(Set.of(), without(answered, allowed::contains), "answered, and not on record as done");
        assertEquals(Set.of(), without(allowed, done::contains), "on record as done, and it was not");
        assertEquals(Set.of(), without(failed, done::contains), "on record as failed inside, and it was never inside");
        var certain = without(done, unknown::contains);
        var recorded = new HashSet<>(allowed);
        recorded.addAll(failed);
        assertEquals(recorded, certain, "executed actions equal records minus denials");
        requireNoGap(host.database);
        host.log.export(export, Optional.empty(), Optional.empty());
        var verdict = LogVerifier.verify(export, Optional.of(host.journal.key()), Optional.empty());
        assertInstanceOf(LogVerdict.Proven.class, verdict, verdict.line());
        assertTrue(host.journal.key().name().endsWith("/1"), "the log broke off");
        int denied = ids(host.database, "stage = 'EVENT' AND decision = 'DENY'").size();
        return new Reckoning(done.size(), intents.size(), unknown.size(), denied, records(host.database));
    }

    private static Set<String> without(Set<String> all, Predicate<String> those) {
        return all.stream().filter(those.negate()).collect(Collectors.toSet());
    }

    private static Set<String> ids(Database database, String which) {
        return new HashSet<>(database.read(transaction -> transaction
                .handle()
                .select("SELECT intent FROM audit_record WHERE category = 'call' AND " + which)
                .mapTo(String.class)
                .list()));
    }

    private static void requireNoGap(Database database) {
        long missing = database.read(transaction -> transaction
                .handle()
                .select("SELECT max(seq) + 1 - count(*) FROM audit_record")
                .mapTo(Long.class)
                .one());
        assertEquals(0, missing, "a number is missing");
    }

    private static long records(Database database) {
        return database.read(transaction -> transaction
                .handle()
                .select("SELECT count(*) FROM audit_record")
                .mapTo(Long.class)
                .one());
    }
}

package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.bundle.BundleVerdict;
import dev.polar.trust.audit.bundle.BundleVerifier;
import dev.polar.trust.audit.view.ViewFormat;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log in other forms, and single records with their proof. */
class ExportsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private TestJournal log;
    private IntentId intent;

    @BeforeEach
    void writeALog() {
        log = TestJournal.open(database, directory.resolve("data"));
        var draft = TestJournal.draft("invoke")
                .caller(new Caller.Client("=cmd|' /C calc'!A0"), "token")
                .plugin("acme.weather")
                .trace(new Trace("00-" + TRACE + "-00f067aa0ba902b7-01"));
        for (int i = 0; i < 20; i++) {
            log.journal.append(TestJournal.draft("other").denied(Code.POLICY_DENIED));
        }
        intent = log.journal.intent(draft.allowed());
        log.journal.append(TestJournal.draft("between"));
        log.journal.outcome(intent, draft);
        log.journal.append(Draft.of(Category.TRUST, "add"));
    }

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    private AuditLog.Viewed view(String name, ViewFormat format, ExportFilter filter) {
        return log.log.view(directory.resolve(name), format, Optional.empty(), Optional.empty(), filter, "0.1.0");
    }

    @ParameterizedTest
    @EnumSource(ViewFormat.class)
    void every_form_shows_every_record_and_says_what_it_is(ViewFormat format) throws IOException {
        var viewed = view("out", format, ExportFilter.ALL);
        var out = directory.resolve("out");
        var text = Files.readString(out.resolve(format.file()));
        assertEquals(viewed.end(), viewed.count());
        assertEquals(
                viewed.count() + (format == ViewFormat.CSV ? 1 : 0),
                text.lines().count());
        var description =
                StrictJson.object(Files.readAllBytes(out.resolve("view.json")), StrictJson.Limits.bytes(10_000));
        assertEquals(format.text(), description.getString("view"));
        assertEquals(viewed.count(), description.getInt("count"));
        assertTrue(Files.exists(out.resolve("checkpoint")) && Files.exists(out.resolve("log.vkey")));
    }

    @Test
    void a_filter_lets_through_what_it_says() {
        assertEquals(
                2,
                view(
                                "plugin",
                                ViewFormat.CSV,
                                new ExportFilter(
                                        Optional.of("acme.weather"),
                                        Optional.empty(),
                                        Optional.of(TRACE),
                                        Optional.empty(),
                                        Optional.of(Category.CALL)))
                        .count());
        assertEquals(
                20,
                view(
                                "denied",
                                ViewFormat.CEF,
                                new ExportFilter(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(Decision.DENY),
                                        Optional.empty()))
                        .count());
    }

    @Test
    void a_record_that_was_changed_in_the_database_is_not_shown() {
        log.database.write(transaction -> {
            transaction.handle().execute("ALTER TABLE audit_record DISABLE TRIGGER ALL");
            return transaction
                    .handle()
                    .execute("UPDATE audit_record SET body = convert_to(replace(convert_from(body, 'UTF8'),"
                            + " 'POLICY_DENIED', 'POLICY_DENIEE'), 'UTF8') WHERE seq = 5");
        });
        var refused = assertThrows(Refusal.class, () -> view("out", ViewFormat.CSV, ExportFilter.ALL));
        assertEquals(Code.AUDIT_DAMAGED, refused.code());
        assertFalse(Files.exists(directory.resolve("out").resolve("view.json")), "what broke off is no export");
    }

    @Test
    void an_export_of_later_records_shows_that_the_log_grew_from_an_older_checkpoint() throws IOException {
        var older = log.journal.checkpoint();
        for (int i = 0; i < 300; i++) {
            log.journal.append(TestJournal.draft("later"));
        }
        var from = Optional.of(Instant.now());
        log.journal.append(TestJournal.draft("last"));
        var out = Files.createDirectory(directory.resolve("april"));
        assertEquals(
                1,
                log.log.export(out, from, Optional.empty(), Optional.of(older)).count());
        var kept = Optional.of(Checkpoint.parse(older.text()));
        var key = Optional.of(log.journal.key());
        assertInstanceOf(LogVerdict.Proven.class, LogVerifier.verify(out, key, kept));
        Files.delete(out.resolve("consistency.json"));
        assertEquals(
                Code.REQUEST_INVALID,
                assertThrows(Refusal.class, () -> LogVerifier.verify(out, key, kept))
                        .code());
    }

    @Test
    void only_a_checkpoint_of_this_log_is_older() {
        var name = log.journal.key().name();
        var root = Checkpoint.parse(log.journal.checkpoint().text()).root();
        var own = log.journal.log().key();
        for (var other : List.of(
                new Checkpoint(name, 1, root).signed(SigningKey.generate()),
                new Checkpoint(name, 9_999, root).signed(own),
                new Checkpoint(name, 0, root).signed(own),
                new Checkpoint("elsewhere", 1, root).signed(own))) {
            var refused = assertThrows(
                    Refusal.class,
                    () -> log.log.export(
                            directory.resolve("none"), Optional.empty(), Optional.empty(), Optional.of(other)));
            assertEquals(Code.REQUEST_INVALID, refused.code());
            assertTrue(refused.getMessage().contains(name), refused.getMessage());
        }
    }

    private Path bundle(BundleQuery query) {
        var file = directory.resolve("bundle.zip");
        log.log.bundle(
                file,
                query,
                Instant.parse("2026-11-21T09:00:00Z"),
                "0.1.0",
                (first, last) -> new TreeMap<>(Map.of("policy/1.yaml", "rules: []".getBytes(StandardCharsets.UTF_8))));
        return file;
    }

    private long proven(Path file) {
        var verdict = BundleVerifier.verify(file, Optional.of(log.journal.key()));
        return assertInstanceOf(BundleVerdict.Proven.class, verdict, verdict.line())
                .manifest()
                .count();
    }

    @Test
    void a_bundle_of_an_intent_holds_intent_and_outcome() {
        assertEquals(2, proven(bundle(new BundleQuery.Intent(intent.value()))));
    }

    @Test
    void a_bundle_of_a_trace_holds_its_records() {
        assertEquals(2, proven(bundle(new BundleQuery.Trace(TRACE))));
    }

    @Test
    void a_bundle_of_a_time_holds_all_of_it() {
        var file = bundle(new BundleQuery.Span(Optional.empty(), Optional.empty()));
        var proven = proven(file);
        assertTrue(proven >= 24, "there are " + proven);
        assertThrows(Refusal.class, () -> bundle(new BundleQuery.Span(Optional.empty(), Optional.empty())));
        assertEquals(proven, proven(file), "and the one that was there is still there");
    }

    @Test
    void of_nothing_there_is_no_bundle() {
        var refused = assertThrows(Refusal.class, () -> bundle(new BundleQuery.Trace("none")));
        assertEquals(Code.NOT_FOUND, refused.code());
        assertFalse(Files.exists(directory.resolve("bundle.zip")));
    }
}

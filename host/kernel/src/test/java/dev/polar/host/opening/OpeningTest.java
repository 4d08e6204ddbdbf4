package dev.polar.host.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.AuditField;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.LegalHold;
import dev.polar.host.audit.LegalHolds;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.Seq;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.OneOperator;
import dev.polar.host.consent.Signatures;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class OpeningTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SigningKey ALICE = SigningKey.generate();
    private static final Caller.ChannelUser ADA = new Caller.ChannelUser("web", "main", "r-ada", "ada");
    private static final Caller.ChannelUser BOB = new Caller.ChannelUser("web", "main", "r-bob", "bob");

    @TempDir
    Path data;

    @TempDir
    Path export;

    private Database database;
    private PostgresJournal journal;
    private PastRecords records;
    private Openings openings;
    private AuditLog log;
    private Ledger ledger;
    private Consents consents;

    @BeforeEach
    void open() {
        database = DATABASE.reopened();
        var clock = InstantSource.system();
        journal = PostgresJournal.open(database, data, MasterKey.in(data), Duration.ofSeconds(5), clock, Masking.NONE);
        records = new PastRecords(database, journal);
        openings = new Openings(database, journal);
        log = new AuditLog(database, journal);
        ledger = new Ledger(
                database, new Signatures(data.toString(), OneOperator.called("alice", ALICE.publicKey(), data)));
        consents = new Consents(
                ledger,
                journal,
                clock,
                List.of(new Disclosing(records, openings, journal), new Redacting(records, openings, journal)));
    }

    @AfterEach
    void close() {
        journal.close();
        database.close();
    }

    @Test
    void what_is_disclosed_gives_the_commitment_in_the_record_by_the_formula_of_the_page() throws Exception {
        var seq = journal.append(call(ADA).arguments("{\"city\":\"Berlin\"}"));
        var done = run("disclose", seq.value() + "", "field", "/arguments");
        assertEquals(List.of("/arguments"), List.copyOf(done.facts().keySet()));
        var opening = json(done.facts().get("/arguments"));
        assertEquals("{\"city\":\"Berlin\"}", opening.getString("value"));
        assertEquals(
                record(seq).getJsonObject("arguments").getString("commitment"),
                commitment(opening.getString("salt"), "/arguments", opening.getString("value")));
        assertEquals(3, run("disclose", seq.value() + "").facts().size(), "who, where and what");
    }

    @Test
    void who_was_told_what_is_on_record_before_it_is_told() {
        var seq = journal.append(call(ADA).arguments("{\"a\":1}"));
        run("disclose", seq.value() + "", "field", "/arguments");
        var said = newest("disclose");
        assertEquals("alice", said.getJsonObject("caller").getString("id"));
        assertEquals(
                journal.key().name() + "/" + seq.value(),
                said.getJsonObject("facts").getString("record"));
        assertEquals(
                "/arguments", said.getJsonObject("facts").getJsonArray("fields").getString(0));
        assertFalse(said.toString().contains("{\\\"a\\\":1}"), "the record of it hides what it tells");
    }

    @Test
    void nothing_is_disclosed_that_is_not_there() {
        var heart = journal.append(Draft.of(Category.HOST, "beat"));
        assertEquals(Code.NOT_FOUND, refused("disclose", heart.value() + "").code());
        var seq = journal.append(call(ADA));
        var why = refused("disclose", seq.value() + "", "field", "/result");
        assertEquals(Code.NOT_FOUND, why.code());
        assertTrue(why.hint().contains("/caller/id"), why.hint());
        assertEquals(Code.NOT_FOUND, refused("disclose", "999999").code());
        assertEquals("DENY", newest("disclose").getString("decision"), "that it was tried is on record");
    }

    @Test
    void a_person_is_forgotten_wherever_they_asked_or_were_asked_for_and_nobody_else_is() {
        var intent = IntentId.fresh();
        var asked = journal.append(call(ADA).arguments("{\"n\":1}").asIntent(intent));
        var through = journal.append(Draft.of(Category.CALL, "call")
                .caller(new Caller.OtherPlugin(new PluginId("acme.a"), ADA), "host")
                .arguments("{\"n\":2}"));
        var during =
                journal.append(Draft.of(Category.BROKER, "use").during(intent).personalFact("what", "her address"));
        var paused = journal.append(Draft.of(Category.POLICY, "resume").personalFact("name", "channel:" + ADA.name()));
        var other = journal.append(call(BOB).arguments("{\"n\":3}"));
        var pseudonym = openings.pseudonym("channel:" + ADA.name());
        assertEquals(openings.pseudonym(ADA.name()), pseudonym);

        var done = run("redact", pseudonym, "kind", "caller", "reason", "asked for it");

        assertEquals("4", done.facts().get("records"));
        for (var gone : List.of(asked, through, during, paused)) {
            assertEquals(List.of(), openings.of(records.one(gone.value() + "")), gone.toString());
        }
        assertEquals(3, openings.of(records.one(other.value() + "")).size());
        assertEquals(Code.NOT_FOUND, refused("disclose", asked.value() + "").code());
        assertEquals(
                Code.NOT_FOUND,
                refused("redact", pseudonym, "kind", "caller", "reason", "again")
                        .code());
    }

    @Test
    void an_erasure_names_its_records_and_nobody_and_every_proof_still_holds() {
        var first = journal.append(call(ADA).arguments("{\"n\":1}"));
        journal.append(call(ADA).arguments("{\"n\":2}"));
        journal.append(call(ADA).arguments("{\"n\":3}"));
        long begin = first.value();
        run("redact", openings.pseudonym(ADA.name()), "kind", "caller", "reason", "asked for it");
        var about =
                log.list(AuditQuery.newest(10).and(AuditField.ACTION, "redact").and(AuditField.NODE, journal.node()));
        assertEquals(
                List.of("OUTCOME", "EVENT", "INTENT"),
                about.stream().map(one -> one.json().getString("stage")).toList());
        assertEquals(
                begin + "-" + (begin + 2),
                about.get(1).json().getJsonObject("facts").getString("numbers"));
        var texts = about.stream()
                .map(one -> new String(one.bytes(), StandardCharsets.UTF_8))
                .toList();
        assertFalse(texts.toString().contains("r-ada"), texts.toString());
        assertFalse(ledger.read().toString().contains("r-ada"), "nor does what was signed");
        log.export(export, Optional.empty(), Optional.empty());
        assertEquals(
                LogVerdict.Proven.class,
                LogVerifier.verify(export, Optional.of(journal.key()), Optional.empty())
                        .getClass());
    }

    @Test
    void a_replay_says_of_an_erased_call_that_it_does_not_know() {
        var intent = IntentId.fresh();
        var from = Instant.now();
        journal.append(call(ADA).arguments("{\"n\":1}").allowed().asIntent(intent));
        var seq = records.one(intent.value()).record().position().seq();
        run("redact", Long.toString(seq), "kind", "record", "reason", "a password");
        var calls = new ArrayList<Boolean>();
        new PastCalls(database, journal)
                .each(new PastCalls.Wanted(from, Instant.now().plusSeconds(60), true, false), call -> {
                    if (call.intent().equals(intent.value())) {
                        calls.add(call.opened().isEmpty());
                    }
                });
        assertEquals(List.of(true), calls);
    }

    @Test
    void an_erasure_needs_a_reason_and_something_to_erase() {
        assertEquals(
                Code.REQUEST_INVALID, refused("redact", "1", "kind", "record").code());
        assertEquals(
                Code.REQUEST_INVALID,
                refused("redact", "claude", "kind", "caller", "reason", "x").code());
        assertEquals(
                Code.NOT_FOUND,
                refused("redact", openings.pseudonym("web:main:r:nobody"), "kind", "caller", "reason", "x")
                        .code());
    }

    @Test
    void what_a_legal_hold_covers_is_not_erased_until_it_is_lifted() {
        var eve = new Caller.ChannelUser("web", "main", "r-eve", "eve");
        var seq = journal.append(call(eve).arguments("{\"n\":1}"));
        var at = Instant.parse(record(seq).getString("time"));
        var pseudonym = openings.pseudonym(eve.name());
        var before = plan("redact", pseudonym, "kind", "caller", "reason", "asked for it");
        var holds = new LegalHolds(database);
        place(holds, new LegalHold("later", "x", Optional.of(at.plusNanos(1_000)), Optional.empty(), at, "alice"));
        place(holds, new LegalHold("earlier", "x", Optional.empty(), Optional.of(at), at, "alice"));
        plan("redact", pseudonym, "kind", "caller", "reason", "neither covers it");
        place(holds, new LegalHold("case-17", "x", Optional.of(at), Optional.of(at.plusNanos(1_000)), at, "alice"));

        var why = refused("redact", pseudonym, "kind", "caller", "reason", "asked for it");
        assertEquals(Code.AUDIT_KEPT, why.code());
        assertEquals(
                "nothing is erased: 'case-17' holds record " + journal.key().name() + "/" + seq.value(),
                why.getMessage());
        assertTrue(why.hint().contains("polar audit hold remove case-17"), why.hint());
        assertEquals(
                Code.AUDIT_KEPT,
                refused("redact", seq.value() + "", "kind", "record", "reason", "a password")
                        .code());
        assertEquals(
                Code.AUDIT_KEPT,
                assertThrows(Refusal.class, () -> commit(before), "it was signed before the hold was placed")
                        .code());
        assertEquals("DENY", newest("redact").getString("decision"));
        var found = records.one(seq.value() + "");
        assertEquals(
                Code.AUDIT_KEPT,
                assertThrows(
                                Refusal.class,
                                () -> journal.append(
                                        Draft.of(Category.AUDIT, "redact"),
                                        (transaction, number) ->
                                                openings.forget(transaction, found.log(), List.of(seq.value()))),
                                "not even if a hold comes after the question")
                        .code());
        assertEquals(3, openings.of(found).size());

        database.write(transaction -> {
            List.of("later", "earlier", "case-17").forEach(name -> holds.lift(transaction, name));
            return true;
        });
        assertEquals(
                "1",
                run("redact", pseudonym, "kind", "caller", "reason", "asked for it")
                        .facts()
                        .get("records"));
        assertEquals(List.of(), openings.of(found));
    }

    private void place(LegalHolds holds, LegalHold hold) {
        database.write(transaction -> {
            holds.place(transaction, hold);
            return true;
        });
    }

    @Test
    void numbers_are_listed_as_ranges() {
        assertEquals("3-5,9", Openings.ranges(List.of(3L, 4L, 5L, 9L)));
        assertEquals("1,3", Openings.ranges(List.of(1L, 3L)));
        assertEquals("", Openings.ranges(List.of()));
    }

    private static Draft call(Caller.ChannelUser user) {
        return Draft.of(Category.CALL, "call")
                .caller(user, "session")
                .channel(user.kind(), user.account(), user.room(), Optional.empty());
    }

    private JsonObject record(Seq seq) {
        return log.show(seq).map(AuditRecord::json).orElseThrow();
    }

    private JsonObject newest(String action) {
        return log.list(AuditQuery.newest(1).and(AuditField.ACTION, action))
                .getFirst()
                .json();
    }

    private static String commitment(String salt, String field, String value) throws NoSuchAlgorithmException {
        var name = field.getBytes(StandardCharsets.UTF_8);
        var sha = MessageDigest.getInstance("SHA-256");
        sha.update((byte) 2);
        sha.update(HexFormat.of().parseHex(salt));
        sha.update(ByteBuffer.allocate(4).putInt(name.length).array());
        sha.update(name);
        return HexFormat.of().formatHex(sha.digest(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }

    private Refusal refused(String action, String object, String... with) {
        return assertThrows(Refusal.class, () -> run(action, object, with));
    }

    private Done run(String action, String object, String... with) {
        return commit(plan(action, object, with));
    }

    private Plan plan(String action, String object, String... with) {
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return consents.plan(new Request(action, object, named));
    }

    private Done commit(Plan plan) {
        var envelope = Dsse.sign(
                "application/vnd.polar.consent+json", Base64.getDecoder().decode(plan.statement()), ALICE);
        return consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }
}

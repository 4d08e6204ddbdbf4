package dev.polar.host.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.gate.Carrier;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.spi.channel.Inbound;
import dev.polar.trust.audit.Category;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One after the other: a mailroom takes whatever is in the database. */
@Execution(ExecutionMode.SAME_THREAD)
class MailroomTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path dataDir;

    private final Snapshots snapshots = new Snapshots();
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private Policy policy = Policy.NONE;
    private Optional<PostgresJournal> journal = Optional.empty();
    private Optional<Mailroom> mailroom = Optional.empty();

    private Mailroom open(Function<String, String> answers) {
        var clock = InstantSource.system();
        var log = PostgresJournal.open(
                DATABASE.get(), dataDir, MasterKey.in(dataDir), Duration.ofSeconds(5), clock, Masking.NONE);
        journal = Optional.of(log);
        Carrier carrier = (channel, call, deadline) -> {
            sent.add(call.arguments().getString("room") + " " + call.arguments().getString("text"));
            return new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.empty(), false);
        };
        var approvals = new Approvals(DATABASE.get(), clock);
        var gate = Gates.build(
                snapshots,
                () -> policy,
                approvals,
                new Limits.Bounds(600, 32, Duration.ofSeconds(30)),
                DATABASE.get(),
                log,
                new InFlight(),
                carrier,
                clock);
        snapshots.publish(ChatPlugin.snapshot(ChatPlugin.responder(answers), ChatPlugin.web()));
        var room = new Mailroom(
                DATABASE.get(), log, gate, snapshots, approvals, ChatPlugin.RESPONDER, Duration.ofMillis(900));
        mailroom = Optional.of(room);
        return room;
    }

    @AfterEach
    void close() {
        mailroom.ifPresent(Mailroom::close);
        journal.ifPresent(PostgresJournal::close);
    }

    private static boolean post(Mailroom mailroom, String room, String id, String text) {
        return mailroom.inbox()
                .accept(
                        new Room("web", "default", room),
                        new Inbound(room + "/" + id, room, room, text),
                        Draft.of(Category.CHANNEL, "receive"),
                        trace(room),
                        transaction -> {});
    }

    private static Trace trace(String room) {
        return new Trace("00-" + "%032x".formatted(room.hashCode() & 0xffffL | 1) + "-b7ad6b7169203331-01");
    }

    @Test
    void one_trace_goes_from_a_message_over_its_answer_to_what_is_sent() throws InterruptedException {
        var mailroom = open(text -> "re " + text);
        post(mailroom, "traced", "1", "one");
        mailroom.start();
        assertEquals("traced re one", next());
        var records = new PastRecords(DATABASE.get(), journal.orElseThrow())
                .page(AuditQuery.newest(50).ofTrace(trace("traced").traceparent()))
                .reversed();
        assertEquals(
                List.of("receive", "call", "answer", "send"),
                records.stream()
                        .map(found -> found.record().json())
                        .filter(json -> !json.getString("stage").equals("OUTCOME"))
                        .map(json -> json.getString("action"))
                        .toList());
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(sent.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .orElse("nothing was sent");
    }

    @Test
    void a_room_is_answered_in_order_while_others_do_not_wait_for_it() throws InterruptedException {
        var other = new CountDownLatch(1);
        var mailroom = open(text -> {
            if (text.equals("first")) {
                await(other);
            }
            return "re " + text;
        });
        mailroom.start();
        post(mailroom, "slow", "1", "first");
        post(mailroom, "slow", "2", "second");
        post(mailroom, "slow", "3", "third");
        post(mailroom, "quick", "1", "hello");
        assertEquals("quick re hello", next());
        other.countDown();
        assertEquals(List.of("slow re first", "slow re second", "slow re third"), List.of(next(), next(), next()));
    }

    @Test
    void a_message_that_arrives_twice_is_answered_once() throws InterruptedException {
        var mailroom = open(text -> "re " + text);
        assertTrue(post(mailroom, "twice", "1", "one"));
        assertFalse(post(mailroom, "twice", "1", "one"));
        assertTrue(post(mailroom, "twice", "2", "two"));
        mailroom.start();
        assertEquals(List.of("twice re one", "twice re two"), List.of(next(), next()));
    }

    @Test
    void a_message_whose_takers_died_three_times_is_set_aside() throws InterruptedException {
        var mailroom = open(text -> "re " + text);
        post(mailroom, "deadly", "1", "boom");
        post(mailroom, "deadly", "2", "after");
        for (int death = 1; death <= 3; death++) {
            assertEquals(List.of(death), takeAndDie());
        }
        mailroom.start();
        assertEquals("deadly This message was set aside: the host ended 3 times while answering it.", next());
        assertEquals("deadly re after", next());
    }

    @Test
    void what_a_revoked_responder_left_in_the_outbox_is_withheld_and_the_person_told() throws InterruptedException {
        var mailroom = open(text -> "re " + text);
        var both = snapshots.current();
        var responder = ChatPlugin.RESPONDER.plugin();
        var plugins = new HashMap<>(both.plugins());
        var why = new Refusal(Code.PLUGIN_REVOKED, "it was revoked: key stolen", "");
        plugins.put(
                responder,
                new Standing.Out(both.standing(responder).orElseThrow().facts(), why));
        var item = queued(mailroom, "waits");
        snapshots.publish(new Snapshot(9, both.targets(), plugins));
        mailroom.start();
        assertEquals("waits The answer is withheld. PLUGIN_REVOKED: it was revoked: key stolen", next());
        assertEquals(List.of(), List.copyOf(sent));
        assertTrue(item > 0);
    }

    /** A message of that room, answered before, whose answer waits in the outbox. */
    private static long queued(Mailroom mailroom, String room) {
        post(mailroom, room, "1", "hello");
        return DATABASE.get().write(transaction -> {
            var item = LaneTable.inbox()
                    .take(transaction, 10, Duration.ofSeconds(60), Set.of())
                    .getFirst();
            LaneTable.inbox().finish(transaction, item, "DONE");
            MailTable.answer(transaction, item, "the plugin's own words");
            return item.id();
        });
    }

    /** What a host that ends right after taking leaves behind: rows whose lease runs out. */
    private static List<Integer> takeAndDie() {
        return DATABASE
                .get()
                .write(transaction -> LaneTable.inbox().take(transaction, 10, Duration.ofMillis(-1), Set.of()))
                .stream()
                .map(Item::attempts)
                .toList();
    }

    @Test
    void two_takers_never_hold_rows_of_one_room() {
        var mailroom = open(text -> "re " + text);
        post(mailroom, "held", "1", "one");
        post(mailroom, "held", "2", "two");
        var lease = Duration.ofMillis(1500);
        var first = DATABASE.get().write(transaction -> LaneTable.inbox().take(transaction, 10, lease, Set.of()));
        var second = DATABASE.get().write(transaction -> LaneTable.inbox().take(transaction, 10, lease, Set.of()));
        assertEquals(List.of("one"), first.stream().map(Item::text).toList());
        assertEquals(List.of(), second);
        mailroom.start();
    }

    @Test
    void a_refusal_is_told_as_it_is() throws InterruptedException {
        policy = PolicyFile.read(1, "rules: [{id: quiet, effect: deny, target: 'polar.responder/*'}]");
        var mailroom = open(text -> "re " + text);
        post(mailroom, "denied", "1", "hello");
        mailroom.start();
        var answer = next();
        assertTrue(answer.startsWith("denied POLICY_DENIED  policy rule 'quiet' denies"), answer);
        assertTrue(answer.endsWith("\nnext  polar policy show"), answer);
    }

    @Test
    void an_answer_waits_while_its_channel_is_off() throws InterruptedException {
        var answered = new CountDownLatch(1);
        var mailroom = open(text -> {
            answered.countDown();
            return "re " + text;
        });
        var both = snapshots.current();
        snapshots.publish(ChatPlugin.snapshot(ChatPlugin.responder(text -> {
            answered.countDown();
            return "re " + text;
        })));
        post(mailroom, "later", "1", "hello");
        mailroom.start();
        await(answered);
        assertEquals(List.of(), List.copyOf(sent));
        snapshots.publish(both);
        assertEquals("later re hello", next());
    }

    @Test
    void an_answer_that_cannot_be_stored_as_it_is_arrives_without_what_prevents_it() throws InterruptedException {
        var mailroom = open(text -> "nul \u0000 and bell \u0007");
        post(mailroom, "control", "1", "hello");
        mailroom.start();
        assertEquals("control nul  and bell ", next());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

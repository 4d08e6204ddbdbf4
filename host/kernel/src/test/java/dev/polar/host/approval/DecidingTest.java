package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.Outcome;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators say to calls that are asked for, from the plan to the call that runs. */
@Execution(ExecutionMode.SAME_THREAD) // each test has a database of its own
class DecidingTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private AskedWorld world;
    private final Caller client = AskedWorld.client();

    @BeforeEach
    void a_world() {
        world = new AskedWorld(data, database.get(), List.of());
    }

    @AfterEach
    void the_end() {
        world.close();
    }

    @Test
    void a_yes_is_for_one_call_of_exactly_these_arguments_caller_and_session() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id);
        assertNotEquals(id, world.asked(client, "b"), "one byte of the arguments is another");
        assertNotEquals(id, world.asked(AskedWorld.client(), "a"), "another asks");
        assertEquals(Code.APPROVAL_REQUIRED, code(world.gate.call(AskedWorld.call(client, "elsewhere", "a"))));
        assertEquals(0, world.generation.calls());
        assertInstanceOf(Outcome.Answered.class, again("a"));
        assertEquals(ApprovalState.EXECUTED, state(id));
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")), "once");
        assertEquals(1, world.generation.calls());
    }

    @Test
    void an_approval_given_in_one_chat_serves_nobody_in_another_and_nobody_elses_plugin() {
        var ada = new Caller.ChannelUser("web", "default", "room-1", "ada");
        var id = asked(new Caller.OtherPlugin(new PluginId("acme.notes"), ada), "room-1");
        world.approve(world.anna, id);
        for (var other : List.of(
                new Caller.ChannelUser("web", "default", "room-2", "ada"),
                new Caller.ChannelUser("web", "default", "room-1", "eve"))) {
            var deputy = new Caller.OtherPlugin(new PluginId("acme.notes"), other);
            assertEquals(Code.APPROVAL_REQUIRED, code(world.gate.call(AskedWorld.call(deputy, "room-1", "a"))));
        }
        var sameAcross = new Caller.OtherPlugin(new PluginId("acme.notes"), ada);
        assertEquals(Code.APPROVAL_REQUIRED, code(world.gate.call(AskedWorld.call(sameAcross, "room-2", "a"))));
        assertEquals(Code.APPROVAL_REQUIRED, code(world.gate.call(AskedWorld.call(ada, "room-1", "a"))));
        assertEquals(0, world.generation.calls());
        assertInstanceOf(Outcome.Answered.class, world.gate.call(AskedWorld.call(sameAcross, "room-1", "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "deny"})
    void the_record_of_a_word_names_the_code_it_is_about_and_is_of_the_trace_of_the_call(String action) {
        var id = world.asked(client, "a");
        world.consent(world.anna, action, id);
        var asked = said("approval = '" + id + "' AND category = 'call'");
        var decided = said("approval = '" + id + "' AND action = '" + action + "'");
        assertEquals(asked.getString("trace"), decided.getString("trace"));
        var code = decided.getJsonObject("plugin");
        assertEquals("acme.files", code.getString("name"));
        assertEquals(asked.getJsonObject("plugin").getString("version"), code.getString("version"));
        assertEquals(asked.getJsonObject("plugin").getString("digest"), code.getString("digest"));
    }

    @Test
    void what_is_typed_in_the_place_of_an_id_stands_clean_in_the_record() {
        assertRefused(
                Code.APPROVAL_UNKNOWN, () -> world.consent(world.anna, "approve", "ap-1 \u001b[31map-2\nap-3\u202e"));
        var facts = said("action = 'approve'").getJsonObject("facts");
        assertEquals("there is no approval request 'ap-1 ap-2 ap-3'", facts.getString("why"));
        assertEquals("ap-1 ap-2 ap-3", facts.getString("object"));
    }

    private JsonObject said(String where) {
        return world.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT body FROM audit_record WHERE " + where)
                .mapTo(byte[].class)
                .map(body -> StrictJson.object(body, StrictJson.Limits.bytes(65_535)))
                .one());
    }

    private String asked(Caller caller, String session) {
        var refused = assertInstanceOf(Outcome.Refused.class, world.gate.call(AskedWorld.call(caller, session, "a")));
        return refused.why().details().get("approval");
    }

    @Test
    void a_no_ends_it_and_what_was_said_stays() {
        var id = world.asked(client, "a");
        world.consent(world.anna, "deny", id, "reason", "not on a Friday");
        assertEquals(ApprovalState.REJECTED, state(id));
        assertEquals("not on a Friday", world.approvals.find(id).why());
        assertRefused(Code.APPROVAL_EXPIRED, () -> world.approve(world.ben, id));
    }

    @Test
    void it_takes_two_where_the_rule_says_so_and_nobody_counts_twice() {
        world.rules(", quorum: 2");
        var id = world.asked(client, "a");
        assertEquals("proposed", world.approve(world.anna, id).facts().get("state"));
        assertRefused(Code.APPROVAL_FORBIDDEN, () -> world.approve(world.anna, id));
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
        assertEquals("approved", world.approve(world.ben, id).facts().get("state"));
        assertEquals("operator:anna+operator:ben", world.approvals.find(id).decidedBy());
        assertInstanceOf(Outcome.Answered.class, again("a"));
    }

    @Test
    void a_rule_that_takes_two_since_is_not_satisfied_with_the_one_from_before() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id);
        world.rules(", quorum: 2");
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void only_whom_the_rule_names_may_decide() {
        world.rules(", approvers: ['operator:ben']");
        var id = world.asked(client, "a");
        assertRefused(Code.APPROVAL_FORBIDDEN, () -> world.approve(world.anna, id));
        assertEquals(ApprovalState.PROPOSED, state(id));
        assertEquals(1, world.records("%\"action\":\"approve\"%APPROVAL_FORBIDDEN%"));
        world.approve(world.ben, id);
        assertInstanceOf(Outcome.Answered.class, again("a"));
    }

    @Test
    void nobody_decides_a_request_of_their_own() {
        var own = new Caller.Operator("anna");
        var id = world.asked(own, "a");
        assertRefused(Code.APPROVAL_FORBIDDEN, () -> world.approve(world.anna, id));
        world.approve(world.ben, id);
        assertInstanceOf(Outcome.Answered.class, world.gate.call(AskedWorld.call(own, "s", "a")));
        world.rules(", quorum: 2");
        var atTheSocket = world.asked(new Caller.Operator("local:anna"), "a");
        assertRefused(Code.APPROVAL_FORBIDDEN, () -> world.approve(world.anna, atTheSocket));
    }

    @Test
    void a_yes_may_be_for_several_uses_until_a_time_or_for_the_session() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id, "uses", "2");
        assertInstanceOf(Outcome.Answered.class, again("a"));
        assertEquals(ApprovalState.APPROVED, state(id));
        assertInstanceOf(Outcome.Answered.class, again("a"));
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
        assertEquals(2, world.approvals.uses(id).size());

        var long1 = world.asked(client, "b");
        world.approve(world.anna, long1, "until", Instant.now().plusSeconds(600).toString());
        var long2 = world.asked(client, "c");
        world.approve(world.anna, long2, "session", "true");
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Outcome.Answered.class, again("b"));
            assertInstanceOf(Outcome.Answered.class, again("c"));
        }
        assertRefused(
                Code.REQUEST_INVALID,
                () -> world.approve(world.anna, world.asked(client, "d"), "session", "true", "uses", "2"));
    }

    @Test
    void what_is_named_by_its_digest_is_that_call_or_nothing() {
        var id = world.asked(client, "a");
        assertRefused(Code.PLAN_CHANGED, () -> world.approve(world.anna, id, "digest", "sha256:" + "0".repeat(64)));
        world.approve(world.anna, id, "digest", world.approvals.find(id).digest());
    }

    @Test
    void a_yes_that_is_taken_back_serves_no_call_even_if_a_row_says_so() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id, "uses", "5");
        world.consent(world.ben, "approval.revoke", id, "reason", "wrong place");
        assertEquals(ApprovalState.VOID, state(id));
        assertEquals("taken back by ben: wrong place", world.approvals.find(id).why());
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
        world.database.write(transaction ->
                transaction.handle().execute("UPDATE approval SET state = 'APPROVED', uses_left = 5 WHERE id = ?", id));
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
        assertEquals(0, world.generation.calls());
        assertRefused(Code.APPROVAL_EXPIRED, () -> {
            world.database.write(transaction ->
                    transaction.handle().execute("UPDATE approval SET state = 'EXECUTED' WHERE id = ?", id));
            world.consent(world.ben, "approval.revoke", id);
        });
    }

    @Test
    void an_update_leaves_no_request_and_no_yes_behind() throws Exception {
        var open = world.asked(client, "a");
        var yes = world.asked(client, "b");
        world.approve(world.anna, yes, "uses", "5");
        var ended = told(open, yes);
        world.update("2.0.0");
        ended.get(20, TimeUnit.SECONDS);
        assertEquals(ApprovalState.VOID, state(open));
        assertEquals(
                "acme.files 2.0.0 took its place", world.approvals.find(yes).why());
        assertRefused(Code.APPROVAL_VOID, () -> world.approve(world.anna, open));
        assertEquals(Code.APPROVAL_REQUIRED, code(again("b")), "for the old content");
        assertEquals(0, world.generation.calls());
        assertEquals(2, world.records("%\"action\":\"void\"%"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLUGIN_REVOKED", "KEY_REVOKED", "PUBLISHER_REVOKED", "SIGNER_CHANGED"})
    void a_revocation_and_another_signer_end_it_for_good(Code code) throws Exception {
        var id = world.asked(client, "a");
        world.approve(world.anna, id);
        var ended = told(id);
        world.takeOut(code);
        ended.get(20, TimeUnit.SECONDS);
        assertEquals(ApprovalState.VOID, state(id));
        world.publish("1.0.0");
        assertEquals(Code.APPROVAL_REQUIRED, code(again("a")));
    }

    @Test
    void a_plugin_that_is_out_for_a_while_keeps_its_approvals() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id);
        world.takeOut(Code.PLUGIN_QUARANTINED);
        assertTrue(world.served.ended(world.approvals.find(id)).isEmpty());
        world.publish("1.0.0");
        assertInstanceOf(Outcome.Answered.class, again("a"));
    }

    @Test
    void what_became_of_an_unknown_call_is_for_an_operator_to_say_once() {
        var id = world.asked(client, "a");
        world.approve(world.anna, id);
        assertRefused(Code.STATE_CONFLICT, () -> reconcile(id, "true"));
        world.database.write(transaction ->
                transaction.handle().execute("UPDATE approval SET state = 'UNKNOWN', uses_left = 0 WHERE id = ?", id));
        assertEquals(id, world.approvals.list().getFirst().id(), "what needs somebody comes first");
        assertNotEquals(id, world.asked(client, "a"), "it is never repeated by itself");
        assertRefused(Code.REQUEST_INVALID, () -> reconcile(id, "perhaps"));
        reconcile(id, "false");
        assertEquals(ApprovalState.FAILED, state(id));
        assertRefused(Code.STATE_CONFLICT, () -> reconcile(id, "true"));
    }

    private void reconcile(String id, String happened) {
        world.consent(world.anna, "approval.reconcile", id, "happened", happened, "reason", "looked");
    }

    private CompletableFuture<Void> told(String... ids) {
        return CompletableFuture.allOf(Arrays.stream(ids)
                .map(id -> {
                    var one = new CompletableFuture<Void>();
                    world.approvals.watch(moved -> {
                        if (moved.equals(id)) {
                            one.complete(null);
                        }
                    });
                    return one;
                })
                .toArray(CompletableFuture[]::new));
    }

    private Outcome again(String text) {
        return world.gate.call(AskedWorld.call(client, "s", text));
    }

    private ApprovalState state(String id) {
        return world.approvals.find(id).state();
    }

    private static Code code(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why().code();
    }

    private static void assertRefused(Code code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}

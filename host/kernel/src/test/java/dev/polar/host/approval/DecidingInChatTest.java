package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.Outcome;
import dev.polar.host.policy.Policy;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people in chats may say, and to what. */
@Execution(ExecutionMode.SAME_THREAD) // each test has a database of its own
class DecidingInChatTest {
    private static final String NAMES_BEN = ", approvers: ['channel:web:default:ben']";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final Caller.ChannelUser ben = new Caller.ChannelUser("web", "default", "family", "ben");
    private final Caller client = AskedWorld.client();
    private AskedWorld world;

    @BeforeEach
    void a_world() {
        world = new AskedWorld(data, database.get(), List.of());
        world.rules(NAMES_BEN);
    }

    @AfterEach
    void the_end() {
        world.close();
    }

    @Test
    void a_person_whom_the_rule_names_lets_one_call_through() {
        var id = world.asked(client, "a");
        assertEquals(ApprovalState.APPROVED, yes(ben, id).state());
        assertInstanceOf(Outcome.Answered.class, again());
        assertInstanceOf(Outcome.Refused.class, again());
        assertEquals("channel:web:default:ben", world.approvals.find(id).decidedBy());
    }

    @Test
    void a_person_may_say_no() {
        var id = world.asked(client, "a");
        assertEquals(
                ApprovalState.REJECTED,
                world.inChat.decideAs(ben, id, ApprovalState.REJECTED).state());
        assertEquals(Code.APPROVAL_EXPIRED, refused(() -> yes(ben, id)));
    }

    @ParameterizedTest
    @CsvSource({
        "web, default, eve, another person",
        "web, other, ben, another account",
        "slack, default, ben, another kind of channel"
    })
    void nobody_else_does(String kind, String account, String user, String who) {
        var id = world.asked(client, "a");
        var stranger = new Caller.ChannelUser(kind, account, "family", user);
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> yes(stranger, id)), who);
        assertEquals(ApprovalState.PROPOSED, world.approvals.find(id).state());
        assertEquals(1, world.records("%\"action\":\"approve\"%APPROVAL_FORBIDDEN%"));
        assertInstanceOf(Outcome.Refused.class, again());
    }

    @Test
    void nobody_decides_their_own_from_whichever_room() {
        var own = new Caller.ChannelUser("web", "default", "elsewhere", "ben");
        var id = world.asked(own, "a");
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> yes(ben, id)));
    }

    @Test
    void operators_are_no_approvers_where_the_rule_names_people_and_people_are_none_where_it_names_nobody() {
        var id = world.asked(client, "a");
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> world.approve(world.anna, id)));
        world.policy.set(Policy.NONE);
        var other = world.asked(client, "b");
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> yes(ben, other)));
    }

    @Test
    void who_is_named_no_more_decides_no_more_and_what_they_said_counts_no_more() {
        var before = world.asked(client, "a");
        var after = world.asked(client, "b");
        yes(ben, before);
        world.rules(", approvers: ['channel:web:default:carla']");
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> yes(ben, after)));
        assertEquals(
                Code.APPROVAL_REQUIRED,
                assertInstanceOf(Outcome.Refused.class, again()).why().code());
        assertEquals(0, world.generation.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, IRREVERSIBLE, '', cannot be undone",
        "LOCAL, WRITE, exec.run(git), high risk",
        "COMMUNITY, WRITE, '', no adapter",
        "REMOTE, WRITE, '', no adapter"
    })
    void some_things_are_not_decided_in_a_chat(Level adapter, Effect effect, String permission, String why) {
        world.make(adapter, effect, Grant.parse(permission.isEmpty() ? List.of() : List.of(permission)));
        var id = world.asked(client, "a");
        var refusal = assertThrows(Refusal.class, () -> yes(ben, id));
        assertEquals(Code.APPROVAL_NOT_IN_CHAT, refusal.code());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
        assertEquals("polar approve " + id, refusal.hint());
        assertEquals(ApprovalState.PROPOSED, world.approvals.find(id).state());
    }

    @Test
    void a_yes_without_this_hosts_seal_is_nobodys() {
        var id = world.asked(client, "a");
        yes(ben, id);
        var forged = world.asked(client, "b");
        world.database.write(transaction -> {
            var handle = transaction.handle();
            handle.execute(
                    "INSERT INTO approval_voice SELECT ?, approver, yes, why, uses, until, seal, at FROM approval_voice"
                            + " WHERE approval = ?",
                    forged,
                    id);
            return handle.execute("UPDATE approval SET state = 'APPROVED', uses_left = 1 WHERE id = ?", forged);
        });
        var outcome = world.gate.call(AskedWorld.call(client, "s", "b"));
        assertEquals(
                Code.APPROVAL_REQUIRED,
                assertInstanceOf(Outcome.Refused.class, outcome).why().code());
        assertInstanceOf(Outcome.Answered.class, again());
    }

    @Test
    void a_person_and_an_operator_make_two() {
        world.rules(", quorum: 2, approvers: ['channel:web:default:ben', 'operator:*']");
        var id = world.asked(client, "a");
        assertEquals(ApprovalState.PROPOSED, yes(ben, id).state());
        assertEquals(Code.APPROVAL_FORBIDDEN, refused(() -> yes(ben, id)));
        world.approve(world.anna, id, "uses", "5");
        assertEquals(1, world.approvals.find(id).usesLeft(), "as far as the one who goes least far");
        assertInstanceOf(Outcome.Answered.class, again());
    }

    private ApprovalRow yes(Caller.ChannelUser person, String id) {
        return world.inChat.decideAs(person, id, ApprovalState.APPROVED);
    }

    private Outcome again() {
        return world.gate.call(AskedWorld.call(client, "s", "a"));
    }

    private static Code refused(Runnable attempt) {
        return assertThrows(Refusal.class, attempt::run).code();
    }
}

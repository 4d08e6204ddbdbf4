package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InstantSource clock = () -> now;
    private final Approvals approvals = new Approvals(DATABASE.get(), clock);
    private final String caller = "client:" + UUID.randomUUID();

    @Test
    void nothing_is_known_of_a_request_that_nobody_made() {
        assertEquals(
                Code.APPROVAL_UNKNOWN,
                assertThrows(Refusal.class, () -> approvals.find("ap-none")).code());
    }

    @Test
    void of_many_who_claim_one_approval_exactly_one_gets_it() throws Exception {
        var id = approved(request("a"), 1);
        var claims = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 32; i++) {
            var intent = IntentId.fresh().value();
            claims.add(() -> claim(id, intent));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int won = 0;
            for (var claim : threads.invokeAll(claims)) {
                won += claim.get() ? 1 : 0;
            }
            assertEquals(1, won);
        }
    }

    @Test
    void of_many_who_decide_one_request_exactly_one_does() throws Exception {
        var id = open(request("b"));
        var decisions = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 32; i++) {
            var word = i % 2 == 0 ? yes("anna-" + i, 1) : no("anna-" + i);
            decisions.add(() -> decide(id, word));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int won = 0;
            for (var decision : threads.invokeAll(decisions)) {
                won += decision.get() ? 1 : 0;
            }
            assertEquals(1, won);
        }
    }

    @Test
    void an_approval_that_has_run_out_fits_nothing_any_more() {
        var request = request("c");
        var id = approved(request, 1);
        now = now.plus(Duration.ofHours(2));
        assertTrue(approvals.asking().usable(request).isEmpty());
        assertEquals(
                Code.APPROVAL_EXPIRED,
                assertThrows(
                                Refusal.class,
                                () -> DATABASE.get().write(transaction -> {
                                    approvals.claim(transaction, id, "late");
                                    return true;
                                }))
                        .code());
    }

    @Test
    void an_approval_for_two_calls_can_be_used_twice_and_not_a_third_time() {
        var request = request("d");
        var id = approved(request, 2);
        for (int i = 0; i < 2; i++) {
            var intent = IntentId.fresh().value();
            assertTrue(claim(id, intent));
            DATABASE.get().write(transaction -> {
                approvals.ended(transaction, id, intent, false);
                return true;
            });
        }
        assertTrue(approvals.asking().usable(request).isEmpty());
        assertEquals(ApprovalState.EXECUTED, approvals.find(id).state());
    }

    @Test
    void a_start_gives_up_what_ran_here_and_leaves_alone_what_another_host_executes(
            @TempDir Path here, @TempDir Path elsewhere) {
        try (var dies = journal(here);
                var lives = journal(elsewhere)) {
            var left = approved(request("f"), 1);
            var others = approved(request("g"), 1);
            assertTrue(claim(left, dies.intent(Draft.of(Category.CALL, "call")).value()));
            assertTrue(
                    claim(others, lives.intent(Draft.of(Category.CALL, "call")).value()));
            dies.close();
            try (var again = journal(here)) {
                approvals.recover(again);
            }
            assertEquals(ApprovalState.UNKNOWN, approvals.find(left).state());
            assertEquals(ApprovalState.EXECUTING, approvals.find(others).state());
        }
    }

    private static PostgresJournal journal(Path data) {
        return PostgresJournal.open(
                DATABASE.get(), data, MasterKey.in(data), Duration.ofSeconds(5), InstantSource.system(), Masking.NONE);
    }

    @Test
    void one_caller_has_at_most_five_open_requests_and_the_same_call_asks_once() {
        for (int i = 0; i < Asking.MAX_OPEN; i++) {
            open(request("e" + i));
        }
        assertInstanceOf(Asking.Opened.Waiting.class, approvals.asking().open(request("e0")));
        assertInstanceOf(Asking.Opened.TooMany.class, approvals.asking().open(request("e9")));
    }

    private ApprovalRequest request(String arguments) {
        var digest = Digest.of((caller + arguments).getBytes(StandardCharsets.UTF_8));
        return new ApprovalRequest(
                digest,
                "acme.files/write",
                "acme.files 1.0.0",
                digest.toString(),
                arguments,
                caller,
                "session",
                new Demand("default:ask", "", Approvers.ANY, "write", false));
    }

    private String open(ApprovalRequest request) {
        var opened =
                assertInstanceOf(Asking.Opened.New.class, approvals.asking().open(request));
        DATABASE.get().write(transaction -> {
            approvals.asking().insert(transaction, opened.id(), request);
            return true;
        });
        return opened.id();
    }

    private String approved(ApprovalRequest request, int uses) {
        var id = open(request);
        DATABASE.get().write(transaction -> {
            return approvals.decide(transaction, id, yes("anna", uses));
        });
        return id;
    }

    private boolean claim(String id, String intent) {
        return holds(() -> DATABASE.get().write(transaction -> {
            approvals.claim(transaction, id, intent);
            return true;
        }));
    }

    private boolean decide(String id, Voice word) {
        return holds(() -> DATABASE.get().write(transaction -> {
            approvals.decide(transaction, id, word);
            return true;
        }));
    }

    private Voice yes(String operator, int uses) {
        return new Voice("operator:" + operator, true, "", uses, now.plus(Duration.ofHours(1)), "");
    }

    private Voice no(String operator) {
        return new Voice("operator:" + operator, false, "no", 0, now, "");
    }

    private static boolean holds(Callable<Boolean> step) {
        try {
            return step.call();
        } catch (Refusal lost) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is of high risk ends 90 days after the consent; the host tells before and after, and a renewal brings it back. */
class RenewTest {
    private static final PluginId RUNNER = new PluginId("local.runner");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithARiskyPlugin() {
        host = TestHost.start(data, database.get());
        host.install(Pack.code("local.runner", "1.0.0").asking("exec.run(git)", "storage.read($DATA)"));
        host.enable("local.runner");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void it_has_what_it_was_given_and_nobody_is_told_before_the_last_two_weeks() {
        days(75);
        host.lifecycle.trustChanged();
        assertEquals(List.of("exec.run(git)", "storage.read($DATA)"), granted());
        assertEquals(List.of(), host.lifecycle.problems());
    }

    @Test
    void in_the_last_two_weeks_it_still_has_it_and_an_operator_is_told_what_to_do() {
        days(77);
        host.lifecycle.trustChanged();
        assertEquals(List.of("exec.run(git)", "storage.read($DATA)"), granted());
        var problem = host.lifecycle.problems().getFirst();
        assertEquals(Code.APPROVAL_EXPIRED, problem.code());
        assertTrue(problem.getMessage().contains("loses"), problem::getMessage);
        assertEquals("polar renew local.runner", problem.hint());
    }

    @Test
    void after_90_days_nothing_is_allowed_until_it_is_judged_again_and_then_not_that() {
        var judgedBefore = live();
        days(91);
        assertRefused(Code.TRUST_STALE, () -> requireFresh(judgedBefore));
        host.lifecycle.expire();
        requireFresh(live());
        assertEquals(List.of("storage.read($DATA)"), granted());
        assertTrue(host.lifecycle.problems().getFirst().getMessage().contains("lost"));
        restart(91);
        assertEquals(List.of("storage.read($DATA)"), granted(), "nor after a start");
    }

    @Test
    void a_renewal_brings_it_back_for_90_days_and_is_on_record() {
        days(91);
        host.lifecycle.expire();
        assertFalse(host.plan("renew", "local.runner").plain());
        host.run("renew", "local.runner");
        assertEquals(List.of("exec.run(git)", "storage.read($DATA)"), granted());
        assertEquals(List.of(), host.lifecycle.problems());
        assertEquals(1, host.records("%\"action\":\"renew\"%exec.run(git)%"));
        restart(91 + 89);
        assertEquals(List.of("exec.run(git)", "storage.read($DATA)"), granted());
        days(91 + 91);
        host.lifecycle.expire();
        assertEquals(List.of("storage.read($DATA)"), granted());
    }

    @Test
    void a_renewal_of_one_content_is_none_of_another() {
        host.install(Pack.code("local.walker", "1.0.0").asking("exec.run(git)"));
        host.enable("local.walker");
        days(91);
        host.run("renew", "local.walker");
        assertEquals(List.of("storage.read($DATA)"), granted());
    }

    @Test
    void there_is_nothing_to_renew_where_nothing_is_of_high_risk() {
        host.install(Pack.code("local.quiet", "1.0.0").asking("storage.read($DATA)"));
        assertRefused(Code.STATE_CONFLICT, () -> host.plan("renew", "local.quiet"));
        assertRefused(Code.NOT_FOUND, () -> host.plan("renew", "local.nobody"));
        assertRefused(Code.NOT_FOUND, () -> host.plan("renew", "No Name"));
    }

    private void days(int days) {
        host.ahead.set(Duration.ofDays(days));
    }

    private void restart(int days) {
        host.close();
        host = TestHost.start(data, database.get());
        days(days);
        host.lifecycle.trustChanged();
    }

    private Standing.Live live() {
        return (Standing.Live) host.snapshots.current().standing(RUNNER).orElseThrow();
    }

    private List<String> granted() {
        Grant grant = live().verdict().grant();
        return grant.permissions().stream().map(Object::toString).toList();
    }

    /** What the gate and the broker ask before anything else. */
    private void requireFresh(Standing.Live live) {
        if (!Instant.now().plus(host.ahead.get()).isBefore(live.verdict().freshUntil())) {
            throw new Refusal(Code.TRUST_STALE, "ran out", "");
        }
    }
}

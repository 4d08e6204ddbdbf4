package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.policy.PolicyFile;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Attacks 74 and 86: three plugins, each approved and none of them able to do it alone. */
class TrifectaTest {
    private static final String FETCH = "local.web/use";
    private static final String SEARCH = "local.notes/use";
    private static final String SEND = "local.mail/send";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void threeInnocentPlugins() {
        host = allowing(TestHost.start(data, database.get()));
        host.install(Pack.code("local.web", "1.0.0", "use").asking("net.connect(example.com:443)"));
        host.install(Pack.code("local.notes", "1.0.0", "use").asking("documents.read(notes;scope=user)"));
        host.install(Pack.code("local.mail", "1.0.0", "send:write"));
        host.enable("local.web");
        host.enable("local.notes");
        host.enable("local.mail");
    }

    private static TestHost allowing(TestHost started) {
        started.policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        return started;
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    private void call(String tool) {
        host.guarded(tool, "agent").orThrow();
    }

    private void assertAsked() {
        var before = host.records("%\"action\":\"call\"%\"decision\":\"ASK\"%\"rule\":\"toxic-combination\"%");
        assertRefused(Code.APPROVAL_REQUIRED, () -> call(SEND));
        assertEquals(
                before + 1, host.records("%\"action\":\"call\"%\"decision\":\"ASK\"%\"rule\":\"toxic-combination\"%"));
    }

    @Test
    void outside_content_and_private_data_together_ask_before_anything_leaves() {
        call(SEND);
        call(FETCH);
        call(SEND);
        call(SEARCH);
        assertAsked();
        assertEquals(1, host.records("%\"decision\":\"ASK\"%\"labels\":[\"private\",\"untrusted\"]%"));
        call(SEARCH);
        host.guarded(SEND, "another").orThrow();
    }

    @Test
    void what_a_session_took_in_outlives_a_restart_until_an_operator_clears_it() {
        call(FETCH);
        call(SEARCH);
        host.close();
        host = allowing(TestHost.start(data, database.get()));
        assertAsked();
        host.run("session.clear", "agent");
        call(SEND);
        assertEquals(
                1,
                host.records(
                        "%\"action\":\"session.clear\"%\"decision\":\"ALLOW\"%\"labels\":[\"private\",\"untrusted\"]%"));
        call(FETCH);
        call(SEARCH);
        assertAsked();
    }

    @Test
    void what_nobody_labelled_cannot_be_cleared() {
        assertRefused(Code.NOT_FOUND, () -> host.run("session.clear", "agent"));
    }

    @Test
    void another_release_has_the_same_session_before_it() {
        call(FETCH);
        call(SEARCH);
        host.run("disable", "local.mail");
        host.install(Pack.code("local.mail", "1.1.0", "send:write"));
        host.enable("local.mail");
        assertAsked();
    }

    @Test
    void a_policy_that_denies_goes_on_denying() {
        call(FETCH);
        call(SEARCH);
        host.policy = PolicyFile.read(2, "rules: [{id: never, effect: deny, target: 'local.mail/*'}]");
        var why = assertThrows(Refusal.class, () -> call(SEND));
        assertEquals(Code.POLICY_DENIED, why.code());
    }
}

package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Plan;
import dev.polar.host.Needs;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.Target;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A plugin whose tools are answered by scripts of its skill, from its plan to its revocation. */
@Timeout(120)
class ScriptPluginTest {
    private static final String GREET = "print('{\"text\": \"hello\"}')";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private ChildStarter starter;
    private TestHost host;
    private Path files;

    @BeforeEach
    void startAHost() throws IOException {
        starter = new ChildStarter();
        files = Files.createDirectory(data.resolve(TestHost.FILES));
        var confinement = Needs.cages(starter);
        var skills = new SkillRuntime(starter, confinement, Interpreters.ofThisMachine());
        host = TestHost.start(
                data,
                database.get(),
                Steps.UNOBSERVED,
                Optional.of(new Runtimes(skills, skills, skills, skills, skills)));
    }

    @AfterEach
    void stopTheHost() {
        host.close();
        starter.close();
    }

    private static Pack greeting(String version, String script) {
        return Pack.scripts("local.hello", version, Map.of("greet", script));
    }

    private Plan update(Pack pack) {
        return host.plan("update", "", "upload", host.uploads.put(pack.signed(host.operator)));
    }

    private static String delta(Plan plan) {
        return StrictJson.object(Base64.getDecoder().decode(plan.statement()), StrictJson.Limits.bytes(1 << 20))
                .getJsonObject("body")
                .getJsonArray("delta")
                .toString();
    }

    @Test
    void its_calls_are_answered_and_recorded_as_confined_and_its_skill_is_read() {
        host.install(greeting("1.0.0", GREET));
        host.enable("local.hello");
        assertEquals("{\"text\":\"hello\"}", host.says("local.hello/greet", "s"));
        assertEquals(2, host.records("%\"enforcement\":\"confined:bwrap\"%local.hello/greet%"), "intent and outcome");
        var skill = new Target(Target.Kind.SKILL, new PluginId("local.hello"), "hello");
        assertTrue(host.snapshots.current().find(skill).isPresent(), "what can be called can be read too");
        assertEquals(0, starter.alive());
    }

    @Test
    void an_answer_that_breaks_the_contract_and_a_failure_are_typed() {
        host.install(Pack.scripts(
                "local.hello", "1.0.0", Map.of("list", "print([1])", "fail", "raise ValueError('no town')")));
        host.enable("local.hello");
        assertRefused(
                Code.RESULT_INVALID, () -> host.call("local.hello/list", "s").orThrow());
        assertRefused(Code.TOOL_FAILED, () -> host.call("local.hello/fail", "s").orThrow());
    }

    @Test
    void a_changed_script_waits_for_consent_like_the_skill_it_is_part_of() {
        host.install(greeting("1.0.0", GREET));
        host.enable("local.hello");
        var plan = update(greeting("1.1.0", GREET.replace("hello", "hi")));
        assertFalse(plan.plain());
        assertTrue(delta(plan).contains("scripts/greet.py"), delta(plan));
        host.commit(host.signed(plan));
        assertEquals("{\"text\":\"hi\"}", host.says("local.hello/greet", "s"));
    }

    @Test
    void a_skill_that_begins_to_run_something_is_wider() {
        host.install(Pack.skill("local.hello", "1.0.0"));
        host.enable("local.hello");
        var plan = update(greeting("1.1.0", GREET));
        assertFalse(plan.plain());
        assertTrue(delta(plan).contains("skill -> script"), delta(plan));
    }

    @Test
    void scripts_beside_code_are_not_let_in() {
        var mixed = greeting("1.0.0", GREET).with("dev.polar/code/plugin.jar", "not looked at");
        assertRefused(Code.MANIFEST_INVALID, () -> host.install(mixed));
    }

    @Test
    void a_revocation_ends_the_process_of_a_call_under_way() throws Exception {
        var hang = "import time\nopen('/data/up', 'w').close()\nwhile True: time.sleep(9)";
        host.install(Pack.scripts("local.hello", "1.0.0", Map.of("hang", hang)).asking("storage.write($DATA)"));
        host.enable("local.hello", "effect", "*=read");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var watch = files.getFileSystem().newWatchService()) {
            files.register(watch, ENTRY_CREATE);
            var call = threads.submit(() -> host.call("local.hello/hang", "s"));
            watch.take();
            host.run("revoke", "local.hello", "kind", "plugin", "reason", "key stolen");
            var outcome = call.get();
            assertRefused(Code.PLUGIN_REVOKED, outcome::orThrow);
        }
        assertEquals(0, starter.alive());
        assertRefused(
                Code.PLUGIN_REVOKED, () -> host.call("local.hello/hang", "s").orThrow());
    }
}

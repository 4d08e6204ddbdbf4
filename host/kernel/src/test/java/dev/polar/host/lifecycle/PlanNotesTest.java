package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.FreshnessRow;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.SecretRow;
import dev.polar.host.admin.Holds;
import dev.polar.host.admin.PlanNotes;
import dev.polar.host.catalog.Packages;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told beside a plan, and what makes a plan ask for the plugin's name. */
class PlanNotesTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final List<SecretRow> secrets = new ArrayList<>();
    private final List<FreshnessRow> lists = new ArrayList<>();
    private Confinement confinement = new Confinement.Missing("bubblewrap is not installed");
    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    private Plan annotated(Pack pack, String... with) {
        var upload = host.uploads.put(pack.signed(host.operator));
        var packages = new Packages(data, new ContentStore(data, host.database), host.database);
        return new PlanNotes(
                        host.catalog,
                        host.trust,
                        packages,
                        host.uploads,
                        () -> secrets,
                        () -> lists,
                        new Holds(confinement),
                        InstantSource.system())
                .annotated(
                        host.plan("install", "", placed(upload, with)),
                        new Request("install", "", Map.of("upload", upload)));
    }

    private static String[] placed(String upload, String... with) {
        return Stream.concat(Stream.of("upload", upload), Stream.of(with)).toArray(String[]::new);
    }

    @Test
    void a_plan_is_told_with_who_where_and_how_much() {
        var plan = annotated(Pack.skill("local.notes", "1.0.0"));
        assertEquals(
                List.of(
                        "signed by: an operator of this installation",
                        "revocations: empty, kept here",
                        "runs: texts only: nothing of it runs",
                        "skills: about 3 tokens when loaded"),
                plan.notes());
    }

    @Test
    void where_code_runs_is_told_with_what_holds_it_on_this_machine_now() {
        var code = Pack.code("local.notes", "1.0.0", "search");
        assertEquals(
                "runs: with the broker alone between it and this machine (declared)", runs(code, "placement", "host"));
        assertTrue(runs(code)
                .startsWith("runs: which this machine cannot give: bubblewrap is not installed, so it cannot be enabled"
                        + " (ISOLATION_UNAVAILABLE) before: apt-get install bubblewrap"));
        assertTrue(runs(code).contains("; or --in-host, "));
        assertFalse(runs(code, "provenance", "imported").contains("--in-host"));
        confinement = new Held(Enforcement.CONFINED_LANDLOCK);
        assertEquals("runs: 1 GiB (confined:landlock)", runs(code));
    }

    private String runs(Pack pack, String... with) {
        return annotated(pack, with).notes().stream()
                .filter(note -> note.startsWith("runs: "))
                .findFirst()
                .orElseThrow();
    }

    /** A cage that nothing is put in here. */
    private record Held(Enforcement enforcement) implements Confinement.Available {
        @Override
        public boolean reachesNetwork() {
            return false;
        }

        @Override
        public Child start(ChildStarter starter, String name, Cage cage, Consumer<String> log) {
            throw new UnsupportedOperationException("nothing is started here");
        }
    }

    @Test
    void a_plugin_without_skills_is_told_nothing_of_skills_and_its_revoked_tools_are() {
        host.run("revoke", "local.notes/purge", "kind", "tool", "reason", "too eager");
        var notes = annotated(
                        Pack.code("local.notes", "1.0.0", "search", "purge").saying(""))
                .notes();
        assertTrue(notes.contains("revoked tools: purge (too eager)"), notes.toString());
        assertFalse(notes.stream().anyMatch(note -> note.startsWith("skills:")), notes.toString());
        assertFalse(annotated(Pack.code("local.other", "1.0.0", "purge")).notes().stream()
                .anyMatch(note -> note.startsWith("revoked tools:")));
    }

    @Test
    void other_peoples_lists_are_told_with_their_version_and_age() {
        var issued = Instant.now().minusSeconds(250).toString();
        lists.add(new FreshnessRow("registry", "", "", "", 118, 3, issued, "", "fresh", "", "", ""));
        lists.add(new FreshnessRow("acme", "", "", "", 0, 0, "", "", "none yet", "", "", ""));
        assertTrue(annotated(Pack.skill("local.notes", "1.0.0"))
                .notes()
                .contains("revocations: empty, kept here; registry 118, fresh, 4 min old; acme 0, none yet"));
    }

    @Test
    void a_secret_is_told_until_it_is_set() {
        var pack = Pack.skill("local.notes", "1.0.0").asking("secret.use(token)");
        assertTrue(annotated(pack)
                .notes()
                .contains("secret.use(token): not set: polar secret set token --plugin local.notes"));
        secrets.add(new SecretRow("token", "local.other", "", "", ""));
        assertTrue(annotated(pack).notes().stream().anyMatch(note -> note.contains("not set")), "another plugin's");
        secrets.add(new SecretRow("token", "local.notes", "", "", ""));
        assertFalse(annotated(pack).notes().stream().anyMatch(note -> note.contains("not set")));
    }

    @Test
    void whoever_sees_a_secret_is_told_with_where_it_can_send_it() {
        var plan = annotated(
                Pack.skill("local.notes", "1.0.0").asking("net.connect(a.example:443)", "secret.read(token)"));
        assertTrue(
                plan.notes().contains("secret.read(token): can read token and send it to a.example:443"),
                plan.notes().toString());
        assertFalse(plan.plain());
    }

    @Test
    void a_note_changes_nothing_of_what_is_signed() {
        var pack = Pack.skill("local.notes", "1.0.0").asking("secret.use(token)");
        var first = annotated(pack);
        secrets.add(new SecretRow("token", "local.notes", "", "", ""));
        assertEquals(first.digest(), annotated(pack).digest());
    }

    @Test
    void a_name_that_looks_like_an_installed_one_is_asked_for_letter_by_letter() {
        assertTrue(annotated(Pack.skill("local.git-tools", "1.0.0")).plain());
        host.install(Pack.skill("local.gittools", "1.0.0"));
        for (var name : List.of("local.git-tools", "local.gittool", "local.glttools", "local.gitto0ls")) {
            var plan = annotated(Pack.skill(name, "1.0.0"));
            assertFalse(plan.plain(), name);
        }
        assertTrue(annotated(Pack.skill("local.weather", "1.0.0")).plain());
        assertTrue(annotated(Pack.skill("local.gittools", "1.1.0")).plain(), "it is that very plugin");
    }
}

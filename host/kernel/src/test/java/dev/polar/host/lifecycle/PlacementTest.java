package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Terms;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Placement;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where an operator has code run that may run in more than one place. */
class PlacementTest {
    private static final String NOTES = "local.notes";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void what_was_packed_here_runs_confined_unless_its_operator_says_otherwise() {
        host.install(release("1.0.0"));
        host.enable(NOTES);
        assertEquals(Placement.CONFINED, startedIn());
        assertEquals(Placement.CONFINED, terms().placement());
    }

    @Test
    void the_consent_names_where_it_runs_and_a_restart_runs_it_there() {
        host.install(release("1.0.0"), "placement", "confined");
        host.enable(NOTES);
        assertEquals(Placement.CONFINED, startedIn());
        host.close();
        host = TestHost.start(data, database.get());
        assertTrue(host.live(NOTES));
        assertEquals(Placement.CONFINED, startedIn());
    }

    @Test
    void an_update_runs_where_the_release_before_did() {
        host.install(release("1.0.0"), "placement", "confined");
        host.enable(NOTES);
        host.run("update", "", "upload", upload(release("1.1.0")));
        assertEquals(Placement.CONFINED, startedIn());
        assertEquals(Placement.CONFINED, terms().placement());
    }

    @Test
    void moving_into_the_host_is_wider_and_out_of_it_is_not() {
        host.install(release("1.0.0"), "placement", "host");
        host.enable(NOTES);
        host.run("update", "", "upload", upload(release("1.1.0")), "placement", "confined");
        assertEquals(Placement.CONFINED, startedIn());
        var plan = host.plan("update", "", "upload", upload(release("1.2.0")), "placement", "host");
        assertFalse(plan.plain());
        host.run("update", "", "upload", upload(release("1.2.0")), "placement", "host");
        assertEquals(Placement.HOST, startedIn());
    }

    @Test
    void what_is_disabled_is_installed_anew_to_run_elsewhere() {
        host.install(release("1.0.0"), "placement", "host");
        assertRefused(Code.STATE_CONFLICT, () -> host.install(release("1.0.0")));
        host.install(release("1.0.0"), "placement", "confined");
        host.enable(NOTES);
        assertEquals(Placement.CONFINED, startedIn());
    }

    @Test
    void nothing_runs_where_its_level_never_has_it() {
        assertRefused(
                Code.PERMISSION_DENIED,
                () -> host.install(release("1.0.0"), "provenance", "imported", "placement", "host"));
        assertRefused(
                Code.PERMISSION_DENIED,
                () -> host.install(Pack.skill("local.hello", "1.0.0"), "placement", "confined"));
        assertRefused(Code.REQUEST_INVALID, () -> host.install(release("1.0.0"), "placement", "elsewhere"));
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version");
    }

    private String upload(Pack pack) {
        return host.uploads.put(pack.signed(host.operator));
    }

    private Placement startedIn() {
        return host.echo.started.getLast().placement;
    }

    private Terms terms() {
        return host.trust.known().mandate(new PluginId(NOTES)).orElseThrow().terms();
    }
}

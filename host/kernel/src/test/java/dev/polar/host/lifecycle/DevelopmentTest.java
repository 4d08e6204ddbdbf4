package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An installation for development lets its developer bring in anything, confined and for a day; nothing of it counts elsewhere. */
class DevelopmentTest {
    private static final String WEATHER = "acme.weather";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startADevelopersHost() {
        host = TestHost.developing(data, database.get());
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void code_in_any_namespace_runs_at_level_dev_and_confined() {
        host.install(weather("one").signed(host.operator));
        host.enable(WEATHER);
        assertEquals(Placement.CONFINED, host.echo.loaded.get(WEATHER).placement);
        assertEquals("one", host.says(WEATHER + "/one", "s"));
        assertEquals(2, host.records("%\"action\":\"enable\"%\"level\":\"dev\"%")); // intent and outcome
    }

    @Test
    void it_is_not_let_into_the_host_if_that_is_asked_for() {
        var file = weather("one").signed(host.operator);
        assertRefused(Code.PERMISSION_DENIED, () -> host.install(file, "placement", "host"));
    }

    @Test
    void one_version_is_replaced_by_itself_as_often_as_it_changes() {
        host.install(weather("one").signed(host.operator));
        host.enable(WEATHER);
        for (var tool : List.of("two", "three")) {
            var upload = host.uploads.put(weather(tool).signed(host.operator));
            host.run("update", "", "upload", upload);
            assertEquals(tool, host.says(WEATHER + "/" + tool, "s"));
        }
        assertEquals(4, host.records("%\"action\":\"update\"%\"level\":\"dev\"%")); // intents and outcomes
    }

    @Test
    void after_24_hours_it_stands_still_until_it_is_installed_again() {
        host.install(weather("one").signed(host.operator));
        host.enable(WEATHER);
        host.ahead.set(Duration.ofHours(24).minusMinutes(1));
        host.lifecycle.expire();
        assertTrue(host.live(WEATHER));

        host.ahead.set(Duration.ofHours(24).plusSeconds(1));
        assertRefused(
                Code.TRUST_STALE,
                () -> host.says(WEATHER + "/one", "s")); // nobody has looked yet, and nothing is let through
        host.lifecycle.expire();
        assertEquals(State.QUARANTINED, host.state(WEATHER).orElseThrow());
        assertEquals(Code.DEV_EXPIRED.name(), host.out(WEATHER).details().get("cause"));
        assertTrue(host.echo.loaded.isEmpty());
        assertRefused(Code.DEV_EXPIRED, () -> host.enable(WEATHER));

        host.install(weather("one").signed(host.operator));
        host.enable(WEATHER);
        assertEquals("one", host.says(WEATHER + "/one", "s"));
    }

    @Test
    void it_does_not_come_back_with_a_start_after_24_hours() {
        host.install(weather("one").signed(host.operator));
        host.enable(WEATHER);
        host.close();
        host = TestHost.developing(data, database.get());
        assertTrue(host.live(WEATHER));
        host.ahead.set(Duration.ofHours(25));
        host.lifecycle.trustChanged();
        assertFalse(host.live(WEATHER));
    }

    @Test
    void nobody_is_enrolled_nothing_is_renewed_and_nothing_is_written_down_for_elsewhere() {
        var key = SigningKey.generate().publicKey();
        assertRefused(
                Code.DEV_INSTALLATION,
                () -> host.plan("trust.add", "acme", "key", key.toPem(), "namespace", "acme", "level", "verified"));
        host.install(weather("one").asking("exec.run(git)").signed(host.operator));
        assertRefused(Code.DEV_INSTALLATION, () -> host.plan("renew", WEATHER));
        assertRefused(Code.DEV_INSTALLATION, () -> new HostLock(host.catalog, host.trust).read());
    }

    @Test
    void what_another_key_or_none_signed_does_not_come_in_as_it_is() {
        var file = weather("one").signed(SigningKey.generate());
        assertRefused(Code.PUBLISHER_UNKNOWN, () -> host.install(file));
        assertRefused(Code.SIGNATURE_MISSING, () -> host.install(Tampered.unsigned(file)));
    }

    @Test
    void without_the_word_in_its_name_nothing_that_was_signed_in_it_counts() {
        host.install(weather("one").signed(host.operator));
        host.install(Pack.code("local.notes", "1.0.0", "get").signed(host.operator));
        host.enable(WEATHER);
        host.enable("local.notes");
        host.close();
        host = TestHost.start(data, database.get());
        assertFalse(host.live(WEATHER));
        assertFalse(host.live("local.notes"));
        assertTrue(host.trust.read().mandates().isEmpty());
    }

    private static Pack weather(String tool) {
        return Pack.code(WEATHER, "1.0.0", tool);
    }
}

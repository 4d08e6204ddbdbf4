package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Attack 49: whoever has a publisher's token publishes all of its plugins at once. */
class BurstTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BETA = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithPublishers() {
        host = TestHost.start(data, database.get());
        host.run("trust.add", "acme", "key", ACME.publicKey().toPem(), "namespace", "acme", "level", "verified");
        host.run("trust.add", "beta", "key", BETA.publicKey().toPem(), "namespace", "beta", "level", "community");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    private void install(String plugin) {
        host.install(Pack.skill("acme." + plugin, "1.0.0").signed(ACME));
    }

    private List<Refusal> alarms() {
        return host.lifecycle.problems().stream()
                .filter(problem -> problem.code() == Code.RELEASES_UNUSUAL)
                .toList();
    }

    @Test
    void releases_of_more_than_five_plugins_of_a_publisher_within_an_hour_are_told_and_not_blocked() {
        for (var plugin : List.of("a", "b", "c", "d")) {
            install(plugin);
        }
        host.install(Pack.skill("beta.hello", "1.0.0").signed(BETA));
        host.install(Pack.skill("local.one", "1.0.0"));
        host.ahead.set(Duration.ofMinutes(50));
        install("e");
        assertEquals(List.of(), alarms());

        var next = Pack.skill("acme.e", "1.1.0").signed(ACME);
        host.run("stage", "", "upload", host.uploads.put(next));
        assertEquals(List.of(), alarms(), "another release of one of the five");

        install("f");
        assertEquals(Optional.of(State.DISABLED), host.state("acme.f"));
        assertEquals(1, alarms().size());
        assertTrue(alarms().getFirst().getMessage().contains("6 plugins signed by publisher 'acme'"));
        assertEquals(1, host.records("%\"action\":\"publisher.burst\"%\"decision\":\"ALLOW\"%"));

        host.ahead.set(Duration.ofHours(24));
        assertEquals(1, alarms().size());
        host.ahead.set(Duration.ofHours(25));
        assertEquals(List.of(), alarms());
        assertEquals(1, host.records("%\"action\":\"publisher.burst\"%"));
    }

    @Test
    void as_many_over_a_longer_time_are_nothing_unusual() {
        for (var plugin : List.of("a", "b", "c")) {
            install(plugin);
        }
        host.ahead.set(Duration.ofMinutes(61));
        for (var plugin : List.of("d", "e", "f", "g")) {
            install(plugin);
        }
        assertEquals(List.of(), alarms());
        assertEquals(0, host.records("%\"action\":\"publisher.burst\"%"));
    }

    @Test
    void what_comes_in_by_one_consent_counts_as_much() {
        var uploads = List.of("a", "b", "c", "d", "e", "f").stream()
                .map(plugin ->
                        host.uploads.put(Pack.skill("acme." + plugin, "1.0.0").signed(ACME)))
                .toList();
        host.run("install.set", "", "uploads", String.join(" ", uploads));
        assertEquals(1, alarms().size());
        assertEquals(1, host.records("%\"action\":\"publisher.burst\"%"));
    }
}

package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import dev.polar.trust.revocation.SignedList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 20, 21, 23, 25, 26: lists of other people, served, brought, replayed, frozen and forged. */
class ListsTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BETA = SigningKey.generate();
    private static final SigningKey REGISTRY = SigningKey.generate();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final ListServer server = new ListServer();
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
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PLUGIN,    acme.notes,             PLUGIN_REVOKED",
        "VERSION,   '[1.0.0,2.0.0)',        PLUGIN_REVOKED",
        "DIGEST,    content,                PLUGIN_REVOKED",
        "PUBLISHER, acme,                   PUBLISHER_REVOKED",
        "KEY,       key,                    KEY_REVOKED"
    })
    void an_entry_of_an_enrolled_list_takes_a_running_plugin_out_and_keeps_it_out(Kind kind, String what, Code code) {
        running("acme.notes");
        enrol();
        var value = switch (kind) {
            case VERSION -> "acme.notes@" + what;
            case DIGEST -> host.catalog.list().getFirst().content().toString();
            case KEY -> ACME.publicKey().id().hex();
            default -> what;
        };
        serve(2, entry("r-1", kind, value));
        host.run("revocations.refresh", "registry");
        assertEquals(code, host.out("acme.notes").code());
        assertEquals("registry:r-1", host.out("acme.notes").details().get("revocation"));
        assertEquals(Optional.of(State.REVOKED), host.state("acme.notes"));
        restart();
        assertEquals(code, host.out("acme.notes").code());
        host.run("uninstall", "acme.notes");
        assertRefused(code, () -> install("acme.notes"));
        assertEquals(1, host.records("%\"decision\":\"ALLOW\"%\"list\":\"registry\"%\"version\":2%"));
    }

    @Test
    void a_tool_that_is_taken_back_is_refused_and_its_neighbours_go_on() {
        running("acme.notes");
        enrol();
        serve(2, entry("r-1", Kind.TOOL, "acme.notes/search"));
        host.run("revocations.refresh", "registry");
        assertTrue(host.live("acme.notes"));
        assertEquals(
                List.of("find"),
                host.snapshots.current().tools().stream()
                        .map(tool -> tool.target().name())
                        .toList());
        var target = Target.tool(new PluginId("acme.notes"), "search");
        assertEquals(
                Code.PLUGIN_REVOKED,
                host.snapshots.current().takenBack(target).orElseThrow().code());
        restart();
        assertTrue(host.snapshots.current().takenBack(target).isPresent());
    }

    @Test
    void a_list_reaches_what_it_was_granted_and_no_more() {
        running("acme.notes");
        installBeta();
        ready(1);
        host.run("revocations.add", "betas", "location", server.url(), "publisher", "beta", "key", pem());
        serve(2, entry("r-1", Kind.PLUGIN, "acme.notes"), entry("r-2", Kind.PLUGIN, "beta.hello"));
        host.run("revocations.refresh", "betas");
        assertTrue(host.live("acme.notes"));
        assertEquals(Code.PLUGIN_REVOKED, host.out("beta.hello").code());
    }

    @Test
    void an_older_list_served_again_is_a_rollback_and_changes_nothing() {
        enrol();
        var old = ready(2, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.refresh", "registry");
        serve(3, entry("r-1", Kind.PLUGIN, "acme.notes"), entry("r-2", Kind.PLUGIN, "acme.other"));
        host.run("revocations.refresh", "registry");
        server.list = old;
        assertRefused(Code.TRUST_ROLLBACK, () -> host.run("revocations.refresh", "registry"));
        serve(4, entry("r-2", Kind.PLUGIN, "acme.other"));
        assertRefused(Code.TRUST_ROLLBACK, () -> host.run("revocations.refresh", "registry"));
        assertRefused(Code.PLUGIN_REVOKED, () -> install("acme.notes"));
        assertRefused(Code.PLUGIN_REVOKED, () -> install("acme.other"));
        assertEquals(2, host.records("%\"decision\":\"DENY\"%\"reason\":\"TRUST_ROLLBACK\"%"));
        assertEquals(Code.TRUST_ROLLBACK, host.lifecycle.problems().getFirst().code());
        restart();
        server.list = old;
        assertRefused(Code.TRUST_ROLLBACK, () -> host.run("revocations.refresh", "registry"));
    }

    @Test
    void the_same_list_for_ever_goes_stale_and_what_it_stopped_comes_back_with_a_fresh_one() {
        running("acme.notes");
        installBeta();
        enrol();
        host.ahead.set(Duration.ofHours(25));
        host.lifecycle.revocationsChanged();
        assertRefused(Code.TRUST_STALE, () -> host.run("revocations.refresh", "registry"));
        assertRefused(Code.TRUST_STALE, () -> install("acme.other"));
        assertEquals(Code.TRUST_STALE, host.out("beta.hello").code());
        assertTrue(host.live("acme.notes"), "verified has the grace");
        assertTrue(host.lifecycle.problems().stream().anyMatch(problem -> problem.code() == Code.TRUST_STALE));
        host.ahead.set(Duration.ofHours(24 + 73));
        host.lifecycle.revocationsChanged();
        assertEquals(Code.TRUST_STALE, host.out("acme.notes").code());
        assertEquals(Optional.of(State.ENABLED), host.state("acme.notes"));
        var later = NOW.plus(Duration.ofHours(24 + 73));
        server.list = new SignedList(2, later, later.plus(Duration.ofHours(24)), List.of()).signed(REGISTRY);
        host.run("revocations.refresh", "registry");
        assertTrue(host.live("acme.notes"));
        assertTrue(host.live("beta.hello"));
        install("acme.other");
    }

    @Test
    void a_clock_that_is_set_back_makes_no_list_fresh_again() {
        enrol();
        host.ahead.set(Duration.ofHours(25));
        var later = NOW.plus(Duration.ofHours(25));
        server.list = new SignedList(2, later, later.plusSeconds(3_600), List.of()).signed(REGISTRY);
        host.run("revocations.refresh", "registry");
        host.ahead.set(Duration.ofHours(27));
        assertRefused(Code.TRUST_STALE, () -> install("acme.notes"));
        host.ahead.set(Duration.ofHours(-100));
        install("acme.notes"); // as late as what was last believed, when the second list was fresh
        restart();
        assertTrue(host.lifecycle.problems().stream().anyMatch(problem -> problem.code() == Code.CLOCK_SUSPECT));
    }

    @Test
    void a_list_from_the_future_is_suspect_and_moves_nothing() {
        enrol();
        var future = NOW.plus(Duration.ofMinutes(30));
        server.list = new SignedList(2, future, future.plusSeconds(3_600), List.of()).signed(REGISTRY);
        assertRefused(Code.CLOCK_SUSPECT, () -> host.run("revocations.refresh", "registry"));
        assertEquals(1, host.revocations.read().imported().size());
        serve(2);
        host.run("revocations.refresh", "registry");
        assertEquals(1, host.records("%\"reason\":\"CLOCK_SUSPECT\"%"));
    }

    @Test
    void a_package_from_the_future_is_suspect_and_is_not_installed() {
        var future = Pack.code("acme.notes", "1.0.0").signed(NOW.plus(Duration.ofHours(1)), ACME);
        assertRefused(Code.CLOCK_SUSPECT, () -> host.install(future));
        assertEquals(Optional.empty(), host.state("acme.notes"));
        assertEquals(1, host.records("%\"action\":\"install\"%\"reason\":\"CLOCK_SUSPECT\"%"));
        host.ahead.set(Duration.ofHours(1));
        host.install(future);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wrong key", "wrong type", "garbage", "empty", "too large", "not found", "elsewhere", "slow"})
    void whatever_else_is_served_is_refused_and_the_list_before_stays(String what) {
        enrol();
        serve(2, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.refresh", "registry");
        var list = list(3);
        var code = switch (what) {
            case "wrong key" -> {
                server.list = list.signed(BETA);
                yield Code.SIGNATURE_INVALID;
            }
            case "wrong type" -> {
                server.list =
                        Dsse.sign("application/json", list.payload(), REGISTRY).bytes();
                yield Code.SIGNATURE_INVALID;
            }
            case "garbage" -> {
                server.list =
                        Dsse.sign(SignedList.TYPE, new byte[] {'{'}, REGISTRY).bytes();
                yield Code.REVOCATIONS_INVALID;
            }
            case "empty" -> {
                server.list = new byte[0];
                yield Code.SIGNATURE_INVALID;
            }
            case "too large" -> {
                server.list = new byte[SignedList.MOST_BYTES + 1];
                Arrays.fill(server.list, (byte) ' ');
                yield Code.HTTP_TOO_LARGE;
            }
            case "not found" -> {
                server.status = 404;
                yield Code.HTTP_FAILED;
            }
            case "elsewhere" -> {
                server.status = 302;
                yield Code.HTTP_FAILED;
            }
            default -> {
                server.slow = true;
                yield Code.HTTP_FAILED;
            }
        };
        int asked = server.asked.get();
        assertRefused(code, () -> host.run("revocations.refresh", "registry"));
        assertEquals(asked + 1, server.asked.get(), "nobody is followed");
        assertRefused(Code.PLUGIN_REVOKED, () -> install("acme.notes"));
        assertEquals(1, host.records("%\"action\":\"revocations.refresh\"%\"decision\":\"DENY\"%"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com/list", "ftp://127.0.0.1/x", "list.json", "https://a:b@host/x", "http:x"})
    void a_list_is_fetched_over_https_or_from_this_machine(String location) {
        assertRefused(
                Code.REQUEST_INVALID,
                () -> host.run("revocations.add", "r", "location", location, "everything", "true", "key", pem()));
    }

    @Test
    void what_does_not_serve_a_good_list_is_not_enrolled() {
        server.list = list(1).signed(BETA);
        assertRefused(Code.SIGNATURE_INVALID, this::add);
        server.list = new SignedList(1, NOW.minusSeconds(9), NOW.minusSeconds(1), List.of()).signed(REGISTRY);
        assertRefused(Code.TRUST_STALE, this::add);
        assertTrue(host.revocations.sources().all().isEmpty());
        assertEquals(2, host.records("%\"decision\":\"DENY\"%\"list\":\"registry\"%"));
    }

    @Test
    void a_list_that_lasts_for_years_is_taken_from_nowhere() {
        var years = new SignedList(2, NOW, NOW.plus(Duration.ofDays(401)), List.of()).signed(REGISTRY);
        server.list = years;
        assertRefused(Code.REVOCATIONS_INVALID, this::add);
        enrol();
        server.list = years;
        assertRefused(Code.REVOCATIONS_INVALID, () -> host.run("revocations.refresh", "registry"));
        assertRefused(
                Code.REVOCATIONS_INVALID, () -> host.run("revocations.import", "", "upload", host.uploads.put(years)));
        server.list = new SignedList(2, NOW, NOW.plus(Duration.ofDays(400)), List.of()).signed(REGISTRY);
        host.run("revocations.refresh", "registry");
    }

    @Test
    void a_list_is_brought_by_hand_and_known_by_its_signature() throws IOException {
        host.run("revocations.add", "registry", "everything", "true", "key", pem());
        install("acme.notes");
        var file = ready(1, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.import", "", "upload", host.uploads.put(file));
        assertEquals(Optional.of(State.REVOKED), host.state("acme.notes"));
        assertRefused(
                Code.SIGNATURE_INVALID,
                () -> host.run("revocations.import", "", "upload", host.uploads.put(list(2).signed(BETA))));
        var there = data.resolve("served.json");
        Files.write(there, file);
        host.run("revocations.add", "file", "location", there.toString(), "namespace", "x", "key", pem());
        assertEquals(2, host.revocations.sources().active().size());
    }

    @Test
    void a_list_whose_source_is_removed_still_takes_back_and_never_becomes_another() {
        enrol();
        serve(2, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.refresh", "registry");
        host.run("revocations.remove", "registry");
        host.ahead.set(Duration.ofDays(300));
        assertRefused(Code.PLUGIN_REVOKED, () -> install("acme.notes"));
        install("acme.other");
        host.ahead.set(Duration.ZERO);
        assertRefused(
                Code.STATE_CONFLICT, () -> host.run("revocations.add", "registry", "everything", "true", "key", pem()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the database", "the file"})
    void a_list_lost_from_one_of_its_two_places_holds_and_comes_back(String where) throws IOException {
        enrol();
        serve(2, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.refresh", "registry");
        host.close();
        var file = data.resolve("revocation-lists.jsonl");
        if (where.equals("the database")) {
            host.sql("DELETE FROM revocation_list");
            host.sql("DELETE FROM consent WHERE object LIKE 'revocations:%'");
        } else {
            Files.delete(file);
        }
        host = TestHost.start(data, database.get());
        assertRefused(Code.PLUGIN_REVOKED, () -> install("acme.notes"));
        assertTrue(Files.readString(file).contains("registry"));
        host.refreshing.once();
        assertEquals(1, host.count("revocation_list WHERE version = 2"));
    }

    @Test
    void an_entry_spares_what_was_recorded_here_before_the_compromise() {
        running("acme.notes");
        enrol();
        var since = NOW.plus(Duration.ofHours(2));
        serve(2, sparing("r-1", since));
        host.run("revocations.refresh", "registry");
        assertTrue(host.live("acme.notes"));
        assertRefused(Code.KEY_REVOKED, () -> install("acme.other"));
        serve(3, sparing("r-1", since), sparing("r-2", NOW));
        host.run("revocations.refresh", "registry");
        assertFalse(host.live("acme.notes"), "an hour may lie between plan and record");
    }

    @Test
    void what_takes_effect_later_does_when_its_time_has_come() {
        running("acme.notes");
        enrol();
        serve(
                2,
                new Revocation("r-1", Kind.PLUGIN, "acme.notes", Mode.HARD, "recalled", NOW.plus(Duration.ofHours(1))));
        host.run("revocations.refresh", "registry");
        assertTrue(host.live("acme.notes"));
        host.ahead.set(Duration.ofHours(2));
        host.refreshing.once();
        assertEquals(Code.PLUGIN_REVOKED, host.out("acme.notes").code());
    }

    @Test
    void a_row_of_the_database_with_a_later_list_that_lacks_an_entry_does_not_count() {
        running("acme.notes");
        enrol();
        serve(2, entry("r-1", Kind.PLUGIN, "acme.notes"));
        host.run("revocations.refresh", "registry");
        host.sql(
                "UPDATE revocation_list SET version = 3, envelope = ?",
                new String(list(3).signed(REGISTRY), StandardCharsets.UTF_8));
        restart();
        assertEquals(Code.PLUGIN_REVOKED, host.out("acme.notes").code());
        host.trust.read();
        assertEquals(
                1,
                host.trust.problems().stream()
                        .filter(problem -> problem.code() == Code.TRUST_TAMPERED)
                        .count(),
                "told once, however often it is read");
    }

    private void enrol() {
        ready(1);
        add();
    }

    private void add() {
        host.run("revocations.add", "registry", "location", server.url(), "everything", "true", "key", pem());
    }

    private static String pem() {
        return REGISTRY.publicKey().toPem();
    }

    private byte[] ready(long version, Revocation... entries) {
        server.list = list(version, entries).signed(REGISTRY);
        return server.list;
    }

    private void serve(long version, Revocation... entries) {
        ready(version, entries);
    }

    private static SignedList list(long version, Revocation... entries) {
        return new SignedList(version, NOW, NOW.plus(Duration.ofHours(24)), new ArrayList<>(List.of(entries)));
    }

    private static Revocation entry(String id, Kind kind, String value) {
        return new Revocation(id, kind, value, Mode.HARD, "key stolen", NOW.minusSeconds(60));
    }

    private static Revocation sparing(String id, Instant since) {
        return new Revocation(
                id,
                Kind.KEY,
                ACME.publicKey().id().hex(),
                Mode.HARD,
                "key stolen",
                NOW.minusSeconds(60),
                Optional.of(since));
    }

    private void running(String plugin) {
        host.install(Pack.code(plugin, "1.0.0", "search", "find").signed(ACME));
        host.enable(plugin);
    }

    private void installBeta() {
        host.install(Pack.skill("beta.hello", "1.0.0").signed(BETA));
        host.enable("beta.hello");
    }

    private void install(String plugin) {
        host.install(Pack.code(plugin, "1.0.0", "search", "find").signed(ACME));
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}

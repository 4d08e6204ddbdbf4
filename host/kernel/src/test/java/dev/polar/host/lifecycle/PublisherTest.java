package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, keys and namespaces have one owner each, for ever. */
class PublisherTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BETA = SigningKey.generate();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithAPublisher() {
        host = TestHost.start(data, database.get());
        add("acme", ACME, "acme");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_publisher_is_enrolled_with_who_said_so_and_survives_a_restart() {
        host.close();
        host = TestHost.start(data, database.get());
        var enrolled = host.trust.read().enrolments().list();
        assertEquals(List.of("acme"), enrolled.stream().map(one -> one.name()).toList());
        assertEquals("alice", enrolled.getFirst().by());
        host.install(Pack.skill("acme.notes", "1.0.0").signed(ACME));
    }

    @Test
    void its_packages_stay_in_its_namespace() {
        assertRefused(
                Code.NAMESPACE_FORBIDDEN,
                () -> host.install(Pack.skill("acme.sub.notes", "1.0.0").signed(ACME)));
        assertRefused(
                Code.NAMESPACE_FORBIDDEN,
                () -> host.install(Pack.skill("local.notes", "1.0.0").signed(ACME)));
        assertRefused(
                Code.NAMESPACE_FORBIDDEN,
                () -> host.install(Pack.skill("polar.notes", "1.0.0").signed(ACME)));
        assertRefused(
                Code.PUBLISHER_UNKNOWN,
                () -> host.install(Pack.skill("acme.notes", "1.0.0").signed(BETA)));
    }

    @Test
    void a_namespace_has_one_owner() {
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("beta", BETA, "acme"));
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("beta", BETA, "beta,acme"));
    }

    @ParameterizedTest
    @CsvSource({"acme.tools, acme", "local.beta, local", "polar.beta, local"})
    void a_neighbouring_namespace_needs_consent_that_names_both(String namespace, String owner) {
        var refusal = assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("beta", BETA, namespace));
        assertEquals(owner, refusal.details().get("beside"));
        var plan = host.plan("trust.add", "beta", with(BETA, namespace, owner));
        assertFalse(plan.plain(), "an operator has to look at it");
        host.commit(host.signed(plan));
        assertEquals(2, host.trust.read().enrolments().active().size());
    }

    @Test
    void a_name_and_a_key_have_one_owner() {
        assertRefused(Code.STATE_CONFLICT, () -> add("acme", BETA, "beta"));
        assertRefused(Code.KEY_INVALID, () -> add("beta", ACME, "beta"));
        assertRefused(Code.KEY_INVALID, () -> add("beta", host.operator, "beta"));
        assertRefused(Code.STATE_CONFLICT, () -> add("local", BETA, "beta"));
    }

    @Test
    void a_namespace_is_never_reused_by_somebody_else() {
        host.run("trust.remove", "acme");
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("beta", BETA, "acme"));
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> add("acme", BETA, "acme"));
        add("acme", ACME, "acme");
        assertTrue(host.trust.read().enrolments().active().containsKey("acme"));
    }

    @Test
    void a_threshold_counts_different_keys() {
        host.run(
                "trust.add",
                "beta",
                "key",
                BETA.publicKey().toPem() + SigningKey.generate().publicKey().toPem(),
                "namespace",
                "beta",
                "level",
                "community",
                "threshold",
                "2");
        assertRefused(
                Code.SIGNATURE_THRESHOLD,
                () -> host.install(Pack.skill("beta.notes", "1.0.0").signed(BETA)));
    }

    @ParameterizedTest
    @CsvSource({
        "UPPER, beta, community, 1",
        "beta, '', community, 1",
        "beta, 'be ta', community, 1",
        "beta, beta, core, 1",
        "beta, beta, local, 1",
        "beta, beta, community, 2",
        "beta, beta, community, 0"
    })
    void what_makes_no_sense_is_refused(String name, String namespace, String level, String threshold) {
        assertRefused(
                Code.REQUEST_INVALID,
                () -> host.run(
                        "trust.add",
                        name,
                        "key",
                        BETA.publicKey().toPem(),
                        "namespace",
                        namespace,
                        "level",
                        level,
                        "threshold",
                        threshold));
    }

    @Test
    void only_whoever_is_enrolled_can_be_removed() {
        assertRefused(Code.NOT_FOUND, () -> host.run("trust.remove", "beta"));
        assertRefused(Code.NOT_FOUND, () -> host.run("trust.remove", "local"));
    }

    @Test
    void a_second_operator_is_added_by_the_first_and_signs_local_packages() {
        host.run("operator.add", "bob", "key", BETA.publicKey().toPem());
        host.install(Pack.skill("local.notes", "1.0.0").signed(BETA));
        assertRefused(
                Code.STATE_CONFLICT,
                () -> host.run("operator.add", "eve", "key", BETA.publicKey().toPem()));
    }

    private void add(String name, SigningKey key, String namespaces) {
        host.run("trust.add", name, with(key, namespaces, ""));
    }

    private static String[] with(SigningKey key, String namespaces, String beside) {
        var with =
                Map.of("key", key.publicKey().toPem(), "namespace", namespaces, "level", "verified", "beside", beside);
        return with.entrySet().stream()
                .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new);
    }
}

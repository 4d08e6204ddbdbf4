package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Request;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.child.Cage;
import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.PluginId;
import dev.polar.spi.SecretRef;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What processes of a plugin see, and who is told of it. */
class SecretEnvironmentTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestHost host;

    private final String value = "canary/" + UUID.randomUUID();

    @BeforeAll
    static void open(@TempDir Path data) {
        host = new TestHost(DATABASE, data);
    }

    @AfterAll
    static void close() {
        host.close();
    }

    private Map<String, String> seen(PluginId plugin, String... permissions) {
        return host.brokers()
                .surroundings(new Owner(plugin, "acme"), new LiveGrant(permissions))
                .secretEnvironment()
                .get();
    }

    private PluginId with(String name) {
        var plugin = host.installed("secret.env(" + name + ")");
        host.setSecret(plugin, name, "api.example", "env", value);
        return plugin;
    }

    @ParameterizedTest
    @CsvSource({
        "github-token, GITHUB_TOKEN",
        "apiKey,       APIKEY",
        "a.b_c,        A_B_C",
        "1st-key,      _1ST_KEY",
    })
    void a_value_stands_in_the_variable_of_its_secrets_name(String name, String variable) {
        assertEquals(Map.of(variable, Cage.hidden(value)), seen(with(name), "secret.env(" + name + ")"));
    }

    @Test
    void only_what_the_permission_names_is_seen() {
        var plugin = with("token");
        assertEquals(Map.of(), seen(plugin, "secret.use(token)", "secret.read(token)"));
        Refused.with(Code.SECRET_MISSING, () -> seen(plugin, "secret.env(other)"));
        Refused.with(Code.SECRET_MISSING, () -> seen(TestHost.fresh(), "secret.env(token)"));
    }

    @Test
    void what_is_not_set_is_told_with_the_command_that_sets_it() {
        var plugin = host.installed("secret.env(token)");
        var refusal = Refused.with(Code.SECRET_MISSING, () -> seen(plugin, "secret.env(token)"));
        assertEquals("polar secret set token --plugin " + plugin + " --for HOST --in env", refusal.hint());
    }

    @ParameterizedTest
    @CsvSource({"path", "home", "plugin-root"})
    void no_secret_stands_where_the_host_has_its_own(String name) {
        var plugin = with(name);
        Refused.with(Code.SECRET_INVALID, () -> seen(plugin, "secret.env(" + name + ")"));
    }

    @Test
    void two_secrets_do_not_share_a_variable() {
        var plugin = with("a-b");
        host.setSecret(plugin, "a.b", "api.example", "env", value + "2");
        Refused.with(Code.SECRET_INVALID, () -> seen(plugin, "secret.env(a-b)", "secret.env(a.b)"));
    }

    @Test
    void each_start_is_on_record_by_name() {
        var plugin = with("token");
        seen(plugin, "secret.env(token)");
        var records = host.records()
                .lines()
                .filter(record -> record.contains(plugin.name()) && record.contains("\"secret.env\""))
                .toList();
        assertEquals(1, records.size());
        assertTrue(records.getFirst().contains("\"secretNames\":[\"token\"]"), records.getFirst());
        assertFalse(host.records().contains(value));
    }

    @Test
    void a_new_value_is_seen_at_the_next_start_and_the_old_one_stays_out_of_texts() {
        var plugin = with("token");
        var around = host.brokers().surroundings(new Owner(plugin, "acme"), new LiveGrant("secret.env(token)"));
        var done = host.setSecret(plugin, "token", "api.example", "env", "new-" + value.replace('c', 'k'));
        assertTrue(done.next().getFirst().startsWith("polar disable " + plugin + ", then polar enable"));
        assertEquals(
                Cage.hidden("new-" + value.replace('c', 'k')),
                around.secretEnvironment().get().get("TOKEN"));
        assertEquals("was [secret:token]", around.masked().apply("was " + value));
        host.commit(new Request("secret.remove", plugin + "/token", Map.of()), Map.of());
        assertEquals("was [secret:token]", around.masked().apply("was " + value), "a server may still run with it");
    }

    @Test
    void what_is_set_for_the_environment_goes_into_no_request() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = host.installed("secret.use(token)");
            host.setSecret(plugin, "token", "127.0.0.1:" + server.port(), "env", value);
            var http = host.brokers()
                    .of(plugin, "secret.use(token)", server.permission())
                    .http();
            var call = new HttpCall(
                    "GET",
                    URI.create(server.url("/")),
                    Map.of(),
                    new byte[0],
                    Duration.ofSeconds(5),
                    List.of(new SecretRef("token")));
            Refused.with(Code.SECRET_INVALID, () -> http.send(call));
            assertTrue(server.requests().isEmpty());
        }
    }
}

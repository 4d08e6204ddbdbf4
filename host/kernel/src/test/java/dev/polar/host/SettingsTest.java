package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path data;

    @Test
    void without_any_source_every_value_is_the_default() {
        var settings = Settings.read(Map.of(), Map.of(), Path.of("/home/ada"));
        assertEquals(
                new Setting<>("data.dir", Path.of("/home/ada/.local/share/polar"), new Origin.Default()),
                settings.dataDir());
        assertEquals(7777, settings.port().value());
        assertEquals("127.0.0.1", settings.host().value());
        assertEquals(Optional.empty(), settings.databaseUrl().value());
        assertEquals(Duration.ofSeconds(2), settings.auditTimeout().value());
        assertEquals("any", settings.confinement().value());
    }

    @Test
    void a_flag_alone_makes_a_host_for_development_with_a_port_of_its_own() throws IOException {
        assertFalse(Settings.read(Map.of(), Map.of(), data).development());
        var development = Settings.read(Map.of("--dev", "yes"), Map.of(), data);
        assertTrue(development.development());
        assertEquals(7778, development.port().value());
        var fromEnvironment =
                assertThrows(Refusal.class, () -> Settings.read(Map.of(), Map.of("POLAR_DEV", "yes"), data));
        assertEquals(Code.SETTING_INVALID, fromEnvironment.code());
        file("dev: yes\n");
        var flags = Map.of("--data", data.toString());
        assertEquals(
                Code.SETTING_INVALID,
                assertThrows(Refusal.class, () -> Settings.read(flags, Map.of(), data))
                        .code());
    }

    @ParameterizedTest
    @CsvSource({
        "POLAR_DATABASE_URL, jdbc:postgresql://db/polar, false",
        "POLAR_HOST, localhost, true",
        "POLAR_HOST, 127.0.0.2, true",
        "POLAR_HOST, ::1, true"
    })
    void a_host_for_development_has_its_own_database_and_is_reached_from_here_alone(
            String variable, String value, boolean fits) {
        if (fits) {
            assertTrue(Settings.read(Map.of("--dev", "yes"), Map.of(variable, value), data)
                    .development());
            return;
        }
        var refusal =
                assertThrows(Refusal.class, () -> Settings.read(Map.of("--dev", "yes"), Map.of(variable, value), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(variable), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--dev"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.5", "127.example", "::", "polar.example"})
    void front_doors_without_tls_listen_on_this_machine_alone(String address) {
        var refusal = assertThrows(Refusal.class, () -> Settings.read(Map.of("--host", address), Map.of(), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains("in the clear"), refusal.getMessage());
    }

    @Test
    void front_doors_with_tls_listen_anywhere_under_a_name() {
        var tls = Map.of(
                "POLAR_HOST", "0.0.0.0",
                "POLAR_TLS_CERTIFICATE", "/etc/host.crt",
                "POLAR_TLS_KEY", "/etc/host.key",
                "POLAR_PUBLIC_ADDRESS", "https://Polar.example/");
        var settings = Settings.read(Map.of(), tls, data);
        assertEquals(
                "https://polar.example",
                settings.publicAddress().value().orElseThrow().toString());
        for (var name : tls.keySet()) {
            var some = new HashMap<>(tls);
            some.remove(name);
            if (name.equals("POLAR_HOST")) {
                assertEquals(
                        "127.0.0.1", Settings.read(Map.of(), some, data).host().value());
                continue;
            }
            var refusal = assertThrows(Refusal.class, () -> Settings.read(Map.of(), some, data), name);
            assertEquals(Code.SETTING_INVALID, refusal.code());
        }
        assertThrows(Refusal.class, () -> Settings.read(Map.of("--dev", "yes"), tls, data));
    }

    @ParameterizedTest
    @CsvSource({
        "POLAR_PUBLIC_ADDRESS, http://polar.example, false",
        "POLAR_PUBLIC_ADDRESS, http://127.0.0.1:7777, true",
        "POLAR_PUBLIC_ADDRESS, https://polar.example/mcp, false",
        "POLAR_PUBLIC_ADDRESS, polar.example, false",
        "POLAR_OAUTH_ISSUER, https://id.example/realms/one, true",
        "POLAR_OAUTH_ISSUER, 'https://id.example, https://id.other.example', true",
        "POLAR_OAUTH_ISSUER, http://id.example, false",
        "POLAR_OAUTH_ISSUER, https://id.example?x, false",
        "POLAR_OAUTH_ISSUER, 'https://id.example,', false",
        "POLAR_OAUTH_KEYS, https://id.example/keys, false",
        "POLAR_OAUTH_SCOPE, mcp use, true",
        "POLAR_OAUTH_SCOPE, 'a\"b', false"
    })
    void what_clients_elsewhere_are_told_is_an_address_they_can_trust(String variable, String value, boolean fits) {
        if (fits) {
            assertFalse(Settings.read(Map.of(), Map.of(variable, value), data)
                    .shown()
                    .isEmpty());
            return;
        }
        var refusal = assertThrows(Refusal.class, () -> Settings.read(Map.of(), Map.of(variable, value), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(variable), refusal.getMessage());
    }

    @Test
    void keys_in_a_place_of_their_own_are_those_of_one_issuer() {
        var one = Map.of("POLAR_OAUTH_ISSUER", "https://id.example", "POLAR_OAUTH_KEYS", "keys.json");
        assertTrue(Settings.read(Map.of(), one, data)
                .oauthKeys()
                .value()
                .orElseThrow()
                .startsWith("/"));
        var two = Map.of(
                "POLAR_OAUTH_ISSUER", "https://id.example,https://id.other.example", "POLAR_OAUTH_KEYS", "keys.json");
        assertThrows(Refusal.class, () -> Settings.read(Map.of(), two, data));
        assertEquals(
                List.of(),
                Settings.read(Map.of(), Map.of("POLAR_OAUTH_SCOPE", "none"), data)
                        .oauthScopes()
                        .value());
    }

    @Test
    void operators_from_afar_take_an_address_a_certificate_and_its_key_or_none_of_them() {
        var all = Map.of(
                "POLAR_ADMIN_TLS", "[::]:7779", "POLAR_ADMIN_CERTIFICATE", "/etc/host.crt", "POLAR_ADMIN_KEY", "/k");
        var settings = Settings.read(Map.of(), all, data);
        assertEquals(new Listen("[::]", 7779), settings.adminTls().value().orElseThrow());
        assertTrue(Settings.read(Map.of(), Map.of(), data).adminTls().value().isEmpty(), "off by default");
        for (var name : all.keySet()) {
            var some = new HashMap<>(all);
            some.remove(name);
            assertEquals(
                    Code.SETTING_INVALID,
                    assertThrows(Refusal.class, () -> Settings.read(Map.of(), some, data))
                            .code());
        }
        assertThrows(Refusal.class, () -> Settings.read(Map.of("--dev", "yes"), all, data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7779", "host", "host:", ":7779", "host:99999", "https://host:1", "a b:1"})
    void where_operators_from_afar_come_in_is_an_address_and_a_port(String where) {
        var environment = Map.of(
                "POLAR_ADMIN_TLS", where, "POLAR_ADMIN_CERTIFICATE", "/host.crt", "POLAR_ADMIN_KEY", "/host.key");
        var refusal = assertThrows(Refusal.class, () -> Settings.read(Map.of(), environment, data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
    }

    @Test
    void what_may_confine_is_one_of_two_words() {
        var bwrap = Settings.read(Map.of(), Map.of("POLAR_CONFINEMENT", "bwrap"), data);
        assertEquals("bwrap", bwrap.confinement().value());
        var refusal =
                assertThrows(Refusal.class, () -> Settings.read(Map.of(), Map.of("POLAR_CONFINEMENT", "none"), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains("neither any nor bwrap"), refusal.getMessage());
    }

    @Test
    void a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default() throws IOException {
        file("port: 1\nlimits:\n  concurrent-calls: 3\ntrust.grace: 0s\n");
        var environment = Map.of("POLAR_DATA_DIR", data.toString(), "POLAR_PORT", "2", "PATH", "/bin");
        var flagged = Settings.read(Map.of("--port", "3"), environment, data);
        assertEquals(new Setting<>("port", 3, new Origin.Flag("--port")), flagged.port());
        var fromEnvironment = Settings.read(Map.of(), environment, data);
        assertEquals(new Setting<>("port", 2, new Origin.Environment("POLAR_PORT")), fromEnvironment.port());
        var fromFile = Settings.read(Map.of("--data", data.toString()), Map.of(), data);
        assertEquals(new Setting<>("port", 1, new Origin.File(data.resolve("polar.yaml"), 1)), fromFile.port());
        assertEquals(
                new Setting<>("limits.concurrent-calls", 3, new Origin.File(data.resolve("polar.yaml"), 3)),
                fromFile.concurrentCalls());
        assertEquals(Duration.ZERO, fromFile.trustGrace().value());
        assertEquals(new Origin.Default(), fromFile.callTimeout().origin());
    }

    @ParameterizedTest
    @CsvSource({
        "POLAR_PROT, POLAR_PORT",
        "POLAR_DATABASE_URI, POLAR_DATABASE_URL",
        "POLAR_RELEASE_KEYS, POLAR_RELEASE_KEY",
        "POLAR_OPERATORKEY, POLAR_OPERATOR_KEY"
    })
    void an_unknown_variable_is_refused_naming_the_nearest_known_one(String said, String nearest) {
        var refusal = assertThrows(Refusal.class, () -> Settings.read(Map.of(), Map.of(said, "1"), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(said));
        assertTrue(refusal.hint().endsWith(nearest), refusal.hint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLAR_OPERATOR_KEY", "POLAR_LAUNCHER", "POLAR_CI"})
    void a_variable_of_the_command_line_or_the_launcher_is_known(String variable) {
        Settings.read(Map.of(), Map.of(variable, "/some/path"), data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prot: 1",
                "limits:\n  call-timeouts: 2s",
                "data.dir: /elsewhere",
                "port: 1\nport: 2",
                "port: [1]",
                "port: &p 1\nhost: *p",
                "just text",
                "port: 70000",
                "port: 0x10",
                "audit.timeout: 0s",
                "audit.timeout: soon",
                "host: ''",
                "port: 1\n---\nport: 2",
                "a: b: c"
            })
    void a_file_with_a_fault_is_refused(String yaml) throws IOException {
        file(yaml);
        var refusal =
                assertThrows(Refusal.class, () -> Settings.read(Map.of("--data", data.toString()), Map.of(), data));
        assertEquals(Code.SETTING_INVALID, refusal.code());
    }

    @Test
    void a_password_in_the_database_address_is_never_shown() {
        var environment = Map.of("POLAR_DATABASE_URL", "postgresql://polar:hunter2@db/polar?password=hunter3");
        var settings = Settings.read(Map.of(), environment, data);
        assertFalse(settings.toString().contains("hunter"), settings.toString());
        assertTrue(settings.toString().contains("postgresql://polar:***@db/polar"));
    }

    private void file(String yaml) throws IOException {
        Files.writeString(data.resolve("polar.yaml"), yaml);
    }
}

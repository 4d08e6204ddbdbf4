package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.oauth.Judgement;
import dev.polar.host.oauth.Subject;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' clients that have no token, at a host with TLS that takes those of an authorization server. */
@Timeout(240)
class ForeignOAuthTest {
    @TempDir
    static Path scratch;

    private static AuthorizationServer issuer;
    private static Hall hall;
    private static Path certificate;

    @BeforeAll
    static void a_host_with_tls_and_an_issuer() throws Exception {
        NpmPackages.directory();
        issuer = new AuthorizationServer();
        var settings = new HashMap<>(Hall.LIMITS);
        settings.put("POLAR_OAUTH_ISSUER", issuer.name());
        settings.putAll(identity());
        hall = Hall.start(settings);
        hall.polar("client", "add", "anna", "--oauth", issuer.name(), "--subject", "anna-7", "--search", "--yes");
    }

    @AfterAll
    static void stop() {
        if (hall != null) {
            hall.close();
        }
        issuer.close();
    }

    /** The tool of the JDK makes a certificate for this machine; the files are what an operator has. */
    private static Map<String, String> identity() throws Exception {
        var store = scratch.resolve("host.p12");
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "host",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=host",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(tool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, tool.exitValue());
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        certificate = pem("CERTIFICATE", keys.getCertificate("host").getEncoded());
        var key =
                pem("PRIVATE KEY", keys.getKey("host", "changeit".toCharArray()).getEncoded());
        return Map.of("POLAR_TLS_CERTIFICATE", certificate.toString(), "POLAR_TLS_KEY", key.toString());
    }

    private static Path pem(String what, byte[] encoded) throws IOException {
        var text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        var file = Files.writeString(
                scratch.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void the_typescript_sdk_finds_the_issuer_gets_a_token_and_comes_in(String version) throws Exception {
        var got = connect(version, "anna-7");
        assertEquals(hall.url().toString(), got.getString("resource", ""), got::toString);
        assertEquals("polar", got.getString("scope"));
        assertEquals(
                "[\"search_tools\",\"call_tool\"]", got.getJsonArray("tools").toString());
    }

    @Test
    void whom_no_operator_let_in_stays_outside_with_a_good_token() throws Exception {
        var got = connect("1", "mallory");
        assertTrue(got.getString("refused", "").contains("no operator let in mallory"), got::toString);
    }

    /** Another implementation made the keys, wrote them down and signed: what it says is read as it is meant. */
    @Test
    void tokens_that_another_implementation_signed_are_good() throws Exception {
        var directory = Files.createDirectories(scratch.resolve("mint"));
        var audience = "https://polar.example/mcp";
        var program = Program.node(
                directory,
                Program.script(directory, "clients/mint.mjs").toString(),
                NpmPackages.directory().toString(),
                "https://id.example",
                audience);
        assertEquals(0, program.exit(), program::err);
        var made = Agent.json(program.out());
        var keys = Files.writeString(directory.resolve("keys.json"), made.toString());
        var tokens = AccessTokens.of(
                List.of(URI.create("https://id.example")),
                Optional.of(keys.toString()),
                List.of("polar"),
                () -> audience,
                InstantSource.system());
        var anna = new Judgement.Valid(new Subject("https://id.example", "anna", Optional.of("mint")));
        for (var algorithm : List.of("ES256", "RS256", "PS256", "EdDSA")) {
            assertEquals(anna, tokens.judge(made.getJsonObject("tokens").getString(algorithm)), algorithm);
        }
    }

    private static JsonObject connect(String version, String subject) throws Exception {
        var directory = Files.createDirectories(scratch.resolve("typescript-" + version + subject));
        var program = Program.node(
                directory,
                Program.script(directory, "clients/oauth.mjs").toString(),
                version,
                hall.url().toString(),
                NpmPackages.directory().toString(),
                subject,
                certificate.toString());
        assertEquals(0, program.exit(), program::err);
        return Agent.json(program.out());
    }
}

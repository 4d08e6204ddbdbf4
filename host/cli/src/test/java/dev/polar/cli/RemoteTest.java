package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.ExportCopy;
import dev.polar.adminapi.Exported;
import dev.polar.adminapi.OperatorRow;
import dev.polar.adminapi.OperatorToken;
import dev.polar.trust.key.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line and a host elsewhere: it is the right one before it is told anything, a token above all. */
class RemoteTest {
    private static final OperatorToken TOKEN = OperatorToken.fresh();

    @TempDir
    Path home;

    private FakeHost host;
    private Certificates own;

    @BeforeEach
    void a_host_elsewhere() throws Exception {
        host = new FakeHost(Files.createDirectories(home.resolve("elsewhere")));
        host.get("/v1/operators", List.of(new OperatorRow("alice", "person", "aa", List.of(), "operator", "")));
        own = Certificates.selfSigned("10.0.0.1");
        token(TOKEN.text());
    }

    @AfterEach
    void no_host() throws IOException {
        host.close();
    }

    @Test
    void a_certificate_that_was_told_is_enough_whatever_name_it_has() throws Exception {
        try (var front = new TlsFront(home.resolve("elsewhere"), own)) {
            var run = list(front, own);
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().contains("alice"), run.out());
            assertTrue(front.heads.getFirst().contains("\r\nAuthorization: Bearer " + TOKEN.text() + "\r\n"));
            assertTrue(
                    front.heads.getFirst().contains("\r\nHost: " + front.url().substring(8) + "\r\n"));
        }
    }

    @Test
    void an_issuer_vouches_for_the_name_that_was_asked_for_alone() throws Exception {
        var issuer = Certificates.selfSigned("10.0.0.9");
        try (var right = new TlsFront(home.resolve("elsewhere"), issuer.issue("127.0.0.1"));
                var wrong = new TlsFront(home.resolve("elsewhere"), issuer.issue("10.0.0.1"))) {
            assertEquals(0, list(right, issuer).exit());
            assertUntrusted(wrong, list(wrong, issuer));
        }
    }

    @Test
    void another_certificate_is_another_host_and_hears_nothing() throws Exception {
        try (var other = new TlsFront(home.resolve("elsewhere"), Certificates.selfSigned("127.0.0.1"));
                var expired = new TlsFront(home.resolve("elsewhere"), Certificates.expired("127.0.0.1"))) {
            assertUntrusted(other, list(other, own));
            assertUntrusted(other, polar("operator", "list", "--host", other.url())); // nor does the system know it
            var once = Certificates.expired("127.0.0.1");
            try (var late = new TlsFront(home.resolve("elsewhere"), once)) {
                assertUntrusted(late, list(late, once));
            }
            assertUntrusted(expired, list(expired, own));
        }
    }

    @Test
    void older_tls_is_not_spoken() throws Exception {
        try (var front = new TlsFront(home.resolve("elsewhere"), own, "TLSv1.2")) {
            assertUntrusted(front, list(front, own));
        }
    }

    @Test
    void changes_are_signed_here_with_the_operators_key() throws Exception {
        new Run.At(home).polar("key", "new", home.resolve("alice.pem"), "--no-passphrase");
        host.operatedBy(new KeyFile(home.resolve("alice.pub.pem")).publicKey());
        host.doing(request -> new Done("done", Map.of(), List.of()));
        try (var front = new TlsFront(home.resolve("elsewhere"), own)) {
            var run = new Run.At(home)
                    .with("POLAR_REMOTE", front.url())
                    .with("POLAR_REMOTE_TOKEN", TOKEN.text())
                    .with(
                            "POLAR_REMOTE_CERTIFICATE",
                            own.write(home.resolve("own.crt")).toString())
                    .with("POLAR_OPERATOR_KEY", home.resolve("alice.pem").toString())
                    .polar("disable", "acme.weather", "--yes");
            assertEquals(0, run.exit(), run.err());
            assertEquals("disable", host.consented.getFirst().getString("action"));
            assertEquals(2, front.heads.size());
        }
    }

    @Test
    void a_directory_that_is_named_beats_a_host_elsewhere_that_is_usual() throws Exception {
        var run = new Run.At(home)
                .with("POLAR_REMOTE", "https://127.0.0.1:1")
                .polar("operator", "list", "--data", home.resolve("elsewhere"));
        assertEquals(0, run.exit(), run.err());
    }

    @Test
    void an_export_comes_over_and_writes_nothing_but_an_exports_files() throws Exception {
        var exported = new Exported("", 2, 0, 1, "log");
        var good = new ExportCopy.File("records.jsonl", "{}\n");
        try (var front = new TlsFront(home.resolve("elsewhere"), own)) {
            host.post("/v1/audit/copy", asked -> new ExportCopy(exported, List.of(good)));
            var run = export(front, home.resolve("march"));
            assertEquals(0, run.exit(), run.err());
            assertEquals("{}\n", Files.readString(home.resolve("march/records.jsonl")));
            assertEquals(2, export(front, home.resolve("march")).exit(), "what is there stays");
            host.post(
                    "/v1/audit/copy", asked -> new ExportCopy(exported, List.of(new ExportCopy.File("../evil", "x"))));
            assertEquals(1, export(front, home.resolve("april")).exit());
            assertFalse(Files.exists(home.resolve("evil")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1",
                "https://127.0.0.1",
                "127.0.0.1:1",
                "https://a@127.0.0.1:1",
                "https://127.0.0.1:1/x",
                "https://127.0.0.1:1?x",
                "https://a b:1"
            })
    void a_host_elsewhere_is_named_by_https_host_and_port(String url) {
        assertEquals(2, polar("operator", "list", "--host", url).exit());
    }

    @Test
    void nobody_listening_is_no_host() {
        var run = polar("operator", "list", "--host", "https://127.0.0.1:1");
        assertEquals(5, run.exit());
        assertTrue(run.err().contains("no host at https://127.0.0.1:1"), run.err());
    }

    @Test
    void a_token_is_its_owners_alone_and_looks_like_one() throws Exception {
        var url = "https://127.0.0.1:1";
        token("two\r\nlines: here");
        assertTrue(polar("operator", "list", "--host", url).err().contains("TOKEN_UNKNOWN"));
        Files.setPosixFilePermissions(
                home.resolve(".config/polar/operator.token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(polar("operator", "list", "--host", url).err().contains("chmod 600"));
        Files.delete(home.resolve(".config/polar/operator.token"));
        var none = polar("operator", "list", "--host", url);
        assertEquals(4, none.exit());
        assertTrue(none.err().contains("--token-file"), none.err());
    }

    private static void assertUntrusted(TlsFront front, Run run) {
        assertEquals(4, run.exit(), run.err());
        assertTrue(run.err().contains("HOST_UNTRUSTED"), run.err());
        assertEquals(List.of(), front.heads);
    }

    private Run list(TlsFront front, Certificates told) throws Exception {
        return polar(
                "operator", "list", "--host", front.url(), "--host-certificate", told.write(home.resolve("told.crt")));
    }

    private Run export(TlsFront front, Path out) throws Exception {
        var certificate = own.write(home.resolve("own.crt"));
        return polar("audit", "export", "--out", out, "--host", front.url(), "--host-certificate", certificate);
    }

    private void token(String text) throws IOException {
        var file = home.resolve(".config/polar/operator.token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Run polar(Object... words) {
        return new Run.At(home).polar(words);
    }
}

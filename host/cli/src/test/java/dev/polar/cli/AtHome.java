package dev.polar.cli;

import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the command line at somebody's home, with a host there that answers what a test says. */
abstract class AtHome {
    @TempDir
    Path home;

    FakeHost host;

    @BeforeEach
    void a_host() throws IOException {
        host = new FakeHost(home);
    }

    @AfterEach
    void no_host() throws IOException {
        host.close();
    }

    /** It is an operator's home. */
    final void operated() throws IOException {
        var key = SigningKey.generate();
        new KeyFile(operatorKey()).writePrivate(key.toPlainPem());
        host.operatedBy(key.publicKey());
    }

    private Path operatorKey() {
        return home.resolve("operator.pem");
    }

    final Run.At at() {
        var at = new Run.At(home).with("POLAR_DATA_DIR", home.toString());
        return Files.exists(operatorKey())
                ? at.with("POLAR_OPERATOR_KEY", operatorKey().toString())
                : at;
    }

    final Run polar(Object... words) {
        return at().polar(words);
    }
}

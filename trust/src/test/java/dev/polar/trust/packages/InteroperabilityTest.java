package dev.polar.trust.packages;

import static dev.polar.trust.packages.Sample.NOW;
import static dev.polar.trust.packages.Sample.files;
import static dev.polar.trust.packages.Sample.keyring;
import static dev.polar.trust.packages.Sample.publisher;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.Foreign;
import dev.polar.trust.Vectors;
import dev.polar.trust.admission.Level;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format is a contract: an independent writer's packages verify here, and what is written here others read. */
class InteroperabilityTest {
    @TempDir
    Path folder;

    private Path plugin;

    @BeforeEach
    void plugin() throws Exception {
        plugin = Files.createDirectory(folder.resolve("plugin"));
        Sample.write(plugin, files());
        Files.writeString(plugin.resolve("long.txt"), "compresses well ".repeat(100_000));
        Files.write(plugin.resolve("empty"), new byte[0]);
    }

    private String run(Object... command) throws Exception {
        var answer = Foreign.run(folder, command);
        assertTrue(answer.ok(), answer::output);
        return answer.output();
    }

    private static Path writer() {
        return Vectors.at("../tools/polar-pack.mjs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--stored"})
    void what_the_independent_writer_packs_verifies(String flag) throws Exception {
        var id = run("node", writer(), "keygen", "its").strip();
        var digest = run(
                "node",
                writer(),
                "pack",
                "plugin",
                "its.pem",
                "its.polar",
                "--published",
                "2026-11-21T08:00:00Z",
                flag);
        var key = new KeyFile(folder.resolve("its.pem")).signingKey(() -> new char[0]);
        assertEquals(id, key.publicKey().id().hex());
        assertEquals(new KeyFile(folder.resolve("its.pub.pem")).publicKey(), key.publicKey());

        var verified = PackageVerification.verify(
                PackageFile.read(folder.resolve("its.polar")), keyring(publisher(Level.COMMUNITY, 1, key)));
        assertEquals(digest.strip(), verified.fileDigest().toString());
        assertEquals(NOW, verified.publishedAt());
        var ours = PackageFile.open(Packer.pack(plugin, NOW, key));
        assertEquals(ours.contentDigest(), verified.contentDigest());
        assertEquals(
                new TreeSet<>(ours.entries().keySet()),
                new TreeSet<>(verified.entries().keySet()));
    }

    private void packed() throws Exception {
        var key = SigningKey.generate();
        new KeyFile(folder.resolve("ours.pub.pem")).writePublic(key.publicKey());
        Files.write(folder.resolve("ours.polar"), Packer.pack(plugin, NOW, key));
    }

    @Test
    void what_we_pack_the_independent_checker_finds_whole() throws Exception {
        packed();
        var verdict = run("node", writer(), "check", "ours.polar", "ours.pub.pem");
        assertEquals("OK " + PackageFile.read(folder.resolve("ours.polar")).digest(), verdict.strip());
    }

    @Test
    void what_we_pack_unzip_jar_and_python_read_alike() throws Exception {
        packed();
        var names = new TreeSet<>(files().keySet());
        names.addAll(java.util.List.of("empty", "long.txt", "dev.polar/attestations.json"));

        run("unzip", "-tq", "ours.polar");
        run("unzip", "-q", "ours.polar", "-d", "unzipped");
        for (var file : files().entrySet()) {
            assertEquals(
                    file.getValue(), Files.readString(folder.resolve("unzipped").resolve(file.getKey())));
        }
        var jar = Path.of(System.getProperty("java.home"), "bin", "jar");
        assertEquals(names, new TreeSet<>(run(jar, "tf", "ours.polar").lines().toList()));
        var program = "import zipfile; z = zipfile.ZipFile('ours.polar'); assert z.testzip() is None;"
                + " print('\\n'.join(z.namelist()))";
        assertEquals(names, new TreeSet<>(run("python3", "-c", program).lines().toList()));
    }
}

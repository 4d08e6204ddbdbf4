package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars as other people's builds write them, taken from the local Maven repository. */
class RealJarsTest {
    private static final int SAMPLE = 60;
    private static final long MAX_BYTES = 2 << 20;

    @Test
    void most_real_jars_are_read_and_as_the_jdk_reads_them() throws IOException {
        var jars = sample();
        int accepted = 0;
        for (var jar : jars) {
            var archive = read(jar);
            if (archive.isPresent()) {
                accepted++;
                try (var zip = new ZipFile(jar.toFile())) {
                    requireSame(zip, archive.get(), jar.toString());
                }
            }
        }
        assertTrue(accepted * 10 >= jars.size() * 8, accepted + " of " + jars.size() + " jars were accepted");
    }

    @Test
    void a_repacked_jar_is_its_own_repacking_and_the_jdk_reads_it(@TempDir Path folder) throws IOException {
        int repacked = 0;
        for (var jar : sample()) {
            var archive = read(jar);
            if (archive.isEmpty()) {
                continue;
            }
            try {
                var bytes = JarRepack.library(archive.get()).bytes();
                var again = StrictZip.readJar(bytes);
                assertArrayEquals(bytes, JarRepack.library(again).bytes(), jar.toString());
                var file = Files.write(folder.resolve("repacked-" + repacked++ + ".jar"), bytes);
                try (var zip = new ZipFile(file.toFile())) {
                    requireSame(zip, again, jar.toString());
                }
            } catch (Refusal refusal) {
                assertEquals(Code.CODE_FORBIDDEN, refusal.code(), jar.toString());
            }
        }
        assertTrue(repacked > 0, "no jar was repacked");
    }

    private static void requireSame(ZipFile zip, Archive archive, String jar) throws IOException {
        var files = zip.stream().filter(entry -> !entry.isDirectory()).toList();
        assertEquals(
                files.stream().map(ZipEntry::getName).toList(),
                archive.entries().stream().map(Entry::name).toList(),
                jar);
        for (var file : files) {
            try (var in = zip.getInputStream(file)) {
                assertArrayEquals(
                        in.readAllBytes(),
                        archive.find(file.getName()).orElseThrow().bytes(),
                        jar);
            }
        }
    }

    private static Optional<Archive> read(Path jar) throws IOException {
        try {
            return Optional.of(StrictZip.readJar(Files.readAllBytes(jar)));
        } catch (Refusal refusal) {
            assertEquals(Code.CONTAINER_MALFORMED, refusal.code(), jar.toString());
            return Optional.empty();
        }
    }

    /** Every n-th jar, so that the sample spreads over publishers. */
    private static List<Path> sample() throws IOException {
        var repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        var all = new ArrayList<Path>();
        if (Files.isDirectory(repository)) {
            try (var files = Files.walk(repository)) {
                for (var file : (Iterable<Path>)
                        files.filter(f -> f.toString().endsWith(".jar")).sorted()::iterator) {
                    if (Files.size(file) <= MAX_BYTES) {
                        all.add(file);
                    }
                }
            }
        }
        assumeTrue(
                all.size() >= 20, () -> "fewer than 20 jars in " + repository + ": build something with Maven first");
        var sample = new ArrayList<Path>();
        for (int i = 0; i < Math.min(SAMPLE, all.size()); i++) {
            sample.add(all.get((int) ((long) i * all.size() / Math.min(SAMPLE, all.size()))));
        }
        return sample;
    }
}

package dev.polar.trust.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, other people's readers read the same. */
class ForeignReadersTest {
    private static final List<Entry> ENTRIES = entries();

    @TempDir
    Path folder;

    @Test
    void unzip_finds_no_fault_and_the_same_names() throws Exception {
        var file = write(StrictZip.write(ENTRIES));
        assertTrue(run("unzip", "unzip", "-t", file).contains("No errors detected"));
        assertEquals(names(ENTRIES), run("unzip", "unzip", "-Z1", file).lines().toList());
        var listing = run("unzip", "unzip", "-l", file);
        for (var entry : ENTRIES) {
            var line = entry.bytes().length + "  1980-01-01 00:00   " + entry.name();
            assertTrue(listing.lines().anyMatch(found -> found.strip().equals(line)), listing);
        }
        assertEquals("hello", run("unzip", "unzip", "-p", file, "skills/a/SKILL.md"));
    }

    @Test
    void the_jar_tool_lists_the_same_names() throws Exception {
        var jar = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        assertEquals(
                names(ENTRIES),
                run("a JDK", jar, "tf", write(StrictZip.write(ENTRIES))).lines().toList());
        var repacked = JarRepack.library(new Archive(ENTRIES)).bytes();
        assertEquals(
                names(ENTRIES),
                run("a JDK", jar, "tf", write(repacked)).lines().sorted().toList());
    }

    @Test
    void python_reads_the_same_names_and_digests() throws Exception {
        var script = """
                import hashlib, sys, zipfile
                with zipfile.ZipFile(sys.argv[1]) as z:
                    assert z.testzip() is None
                    for i in z.infolist():
                        print(i.filename, i.date_time[0], hashlib.sha256(z.read(i)).hexdigest())
                """;
        var expected = new ArrayList<String>();
        for (var entry : ENTRIES) {
            var digest = java.security.MessageDigest.getInstance("SHA-256").digest(entry.bytes());
            expected.add(entry.name() + " 1980 " + java.util.HexFormat.of().formatHex(digest));
        }
        assertEquals(
                expected,
                run("python3", "python3", "-c", script, write(StrictZip.write(ENTRIES)))
                        .lines()
                        .toList());
    }

    private String write(byte[] file) throws IOException {
        return Files.write(folder.resolve("file.zip"), file).toString();
    }

    private String run(String debianPackage, String... command) throws Exception {
        var output = folder.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            return abort(command[0] + " is not here: install " + debianPackage);
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end");
        }
        var text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).toList();
    }

    /** Sorted by name; stored and deflated, small and large, empty. */
    private static List<Entry> entries() {
        var noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        return List.of(
                new Entry("a@b+c-d_e", "x".getBytes(UTF_8)),
                new Entry("dev.polar/code/a.jar", noise),
                new Entry("empty", new byte[0]),
                new Entry("plugin.json", "{}".getBytes(UTF_8)),
                new Entry("skills/a/SKILL.md", "hello".getBytes(UTF_8)),
                new Entry("zeros", new byte[2 << 20]),
                new Entry("zzz", "text ".repeat(10_000).getBytes(UTF_8)));
    }
}

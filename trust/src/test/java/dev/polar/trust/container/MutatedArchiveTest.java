package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Good archives with a few bytes changed, cut out or doubled: never anything but an archive or a refusal. */
class MutatedArchiveTest {
    private static final byte[] PACKAGE = archive(false);
    private static final byte[] JAR = archive(true);

    @Property(tries = 3_000)
    void a_mutated_package_is_an_archive_or_a_refusal(@ForAll long seed) {
        requireArchiveOrRefusal(mutate(PACKAGE, new Random(seed)), file -> {
            var archive = StrictZip.read(file);
            assertEquals(archive, StrictZip.read(StrictZip.write(archive.entries())));
        });
    }

    @Property(tries = 3_000)
    void a_mutated_jar_is_an_archive_or_a_refusal(@ForAll long seed) {
        requireArchiveOrRefusal(mutate(JAR, new Random(seed)), file -> {
            var repacked = JarRepack.library(StrictZip.readJar(file)).bytes();
            assertEquals(
                    StrictZip.readJar(repacked),
                    StrictZip.readJar(
                            JarRepack.library(StrictZip.readJar(repacked)).bytes()));
        });
    }

    /** Every byte of a package belongs to one thing: hardly any can change without a refusal. */
    @Property(tries = 1_000)
    void one_changed_byte_of_a_package_changes_its_content_or_is_refused(@ForAll long seed) {
        var random = new Random(seed);
        var file = PACKAGE.clone();
        int at = random.nextInt(file.length);
        file[at] ^= (byte) (1 + random.nextInt(255));
        requireArchiveOrRefusal(file, bytes -> {
            // What is left: who made it, permissions, internal attributes, and a change that both headers would need.
            assertEquals(StrictZip.read(PACKAGE), StrictZip.read(bytes));
        });
    }

    private static void requireArchiveOrRefusal(byte[] file, Consumer<byte[]> read) {
        try {
            read.accept(file);
        } catch (Refusal refusal) {
            assertTrue(Set.of(Code.CONTAINER_MALFORMED, Code.CODE_FORBIDDEN).contains(refusal.code()));
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        var file = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(file.length);
            int to = Math.min(file.length, at + 1 + random.nextInt(32));
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) 0xFF);
                case 3 -> file = joined(file, at, file, to);
                case 4 -> file = joined(file, to, file, at);
                default -> throw new IllegalStateException();
            }
        }
        return file;
    }

    /** The first {@code head} bytes of one and everything from {@code tail} of the other. */
    private static byte[] joined(byte[] first, int head, byte[] second, int tail) {
        var out = new ByteArrayOutputStream();
        out.write(first, 0, head);
        out.write(second, tail, second.length - tail);
        return out.size() == 0 ? new byte[1] : out.toByteArray();
    }

    private static byte[] archive(boolean jar) {
        var forge = new ZipForge();
        forge.add("plugin.json", "{\"name\":\"a.b\"}");
        forge.add("skills/a/SKILL.md", "text ".repeat(40)).deflated();
        forge.add("empty", "");
        if (jar) {
            forge.add("META-INF/", "");
            forge.add("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nExport-Package: a.b;version=\"1.0\"\r\n")
                    .deflated()
                    .described(true);
            forge.add("a/b/C.class", "class").extra(new byte[4], new byte[8]);
            forge.comment("a comment".getBytes(StandardCharsets.UTF_8));
        }
        return forge.bytes();
    }
}

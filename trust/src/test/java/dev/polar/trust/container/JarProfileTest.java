package dev.polar.trust.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.ZipForge.EndField;
import dev.polar.trust.container.ZipForge.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The second profile of section 2: what jars may do and packages may not, and what neither may. */
class JarProfileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/B$1.class",
                "a b.txt",
                "a,b=(c).txt",
                "a/Größe.class",
                "a/名前.class",
                "plugin.JSON",
                "META-INF/MANIFEST.MF"
            })
    void a_jar_may_have_more_names(String name) {
        var forge = new ZipForge();
        forge.add(name, "x").both(Field.FLAGS, 1 << 11);
        assertEquals(List.of(name), names(forge.bytes()));
    }

    @Test
    void a_jar_may_have_names_that_differ_in_case() {
        var forge = new ZipForge();
        forge.add("a/B.class", "");
        forge.add("a/b.class", "");
        forge.add("A/b.class", "");
        forge.add("LICENSE", "");
        forge.add("license/x", "");
        assertEquals(5, names(forge.bytes()).size());
    }

    @Test
    void a_jar_may_have_data_descriptors_with_and_without_signature() {
        var forge = new ZipForge();
        forge.add("a", "hello").deflated().described(true);
        forge.add("b", "hello").deflated().described(false);
        forge.add("c", "hello")
                .deflated()
                .described(true)
                .local(Field.SIZE, 5)
                .local(Field.COMPRESSED, 7)
                .local(Field.CRC, 0x3610A686L);
        forge.add("d", "");
        assertEquals(List.of("a", "b", "c", "d"), names(forge.bytes()));
    }

    @Test
    void extra_fields_directories_and_the_comment_of_a_jar_are_dropped() {
        var forge = new ZipForge().comment("built by hand".getBytes(UTF_8));
        forge.add("META-INF/", "")
                .central(Field.EXTERNAL, 0xFFFF0010L)
                .extra(new byte[] {(byte) 0xFE, (byte) 0xCA, 0, 0}, new byte[0]);
        forge.add("a/", "").deflated();
        forge.add("a/b", "x").extra(new byte[9], new byte[36]);
        assertEquals(List.of("a/b"), names(forge.bytes()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("broken")
    void what_no_jar_may_do_is_refused(Rule rule, String how, byte[] file) {
        var refusal = assertThrows(Refusal.class, () -> StrictZip.readJar(file));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        assertEquals(rule.id(), refusal.details().get("rule"), refusal::getMessage);
    }

    static Stream<Arguments> broken() {
        var endRecord = new ZipForge().bytes();
        return Stream.of(
                Arguments.of(Rule.NAME_CHARACTERS, "a backslash", named("a\\b")),
                Arguments.of(Rule.NAME_CHARACTERS, "a drive", named("C:b")),
                Arguments.of(Rule.NAME_CHARACTERS, "a control character", named("a\u0001b")),
                Arguments.of(Rule.NAME_CHARACTERS, "right to left override", named("a\u202Eb")),
                Arguments.of(Rule.NAME_CHARACTERS, "right to left mark", named("a\u200Fb")),
                Arguments.of(Rule.NAME_CHARACTERS, "zero width space", named("a\u200Bb")),
                Arguments.of(Rule.NAME_CHARACTERS, "a combining mark", named("a\u0301")),
                Arguments.of(Rule.NAME_CHARACTERS, "a line separator", named("a\u2028b")),
                Arguments.of(Rule.NAME_CHARACTERS, "an emoji", named("😀")),
                Arguments.of(Rule.NAME_CHARACTERS, "a tilde", named("a~")),
                Arguments.of(Rule.NAME_CHARACTERS, "absolute", named("/a")),
                Arguments.of(Rule.NAME_CHARACTERS, "only a slash", named("/")),
                Arguments.of(Rule.NAME_CHARACTERS, "two slashes at the end", named("a//")),
                Arguments.of(
                        Rule.NAME_CHARACTERS,
                        "letters without bit 11",
                        new ZipForge().add("ä", "").bytes()),
                Arguments.of(Rule.NAME_CHARACTERS, "a replacement character for what is not UTF-8", named("\uFFFD")),
                Arguments.of(Rule.NAME_SEGMENT, "climbing out", named("../a")),
                Arguments.of(Rule.NAME_SEGMENT, "a directory that climbs out", named("../")),
                Arguments.of(Rule.NAME_SEGMENT, "a device", named("a/con.class")),
                Arguments.of(Rule.NAME_SEGMENT, "a device with a dollar", named("CONIN$")),
                Arguments.of(Rule.NAME_CLASH, "the same name", two("a", "a")),
                Arguments.of(Rule.NAME_CLASH, "the same name after NFC", two("\u00C5", "\u212B")),
                Arguments.of(Rule.NAME_CLASH, "a file and its directory", two("a", "a/b")),
                Arguments.of(Rule.NAME_CLASH, "a file and a directory entry", two("a", "a/")),
                Arguments.of(
                        Rule.DIRECTORY_ENTRY,
                        "a directory with content",
                        new ZipForge().add("a/", "x").bytes()),
                Arguments.of(
                        Rule.FILE_TYPE,
                        "a symbolic link",
                        new ZipForge()
                                .add("a", "x")
                                .central(Field.EXTERNAL, 0xA1FFL << 16)
                                .bytes()),
                Arguments.of(
                        Rule.MODE_BITS,
                        "set-user-id",
                        new ZipForge()
                                .add("a", "x")
                                .central(Field.EXTERNAL, 0x89EDL << 16)
                                .bytes()),
                Arguments.of(
                        Rule.FLAGS,
                        "encrypted",
                        new ZipForge().add("a", "x").both(Field.FLAGS, 1).bytes()),
                Arguments.of(
                        Rule.ENTRY_COMMENT,
                        "a comment",
                        new ZipForge().add("a", "x").comment("x").bytes()),
                Arguments.of(
                        Rule.HEADERS_AGREE,
                        "descriptor in one header",
                        new ZipForge().add("a", "x").central(Field.FLAGS, 8).bytes()),
                Arguments.of(
                        Rule.HEADERS_AGREE,
                        "half of the sizes deferred",
                        new ZipForge()
                                .add("a", "xyz")
                                .deflated()
                                .described(true)
                                .local(Field.SIZE, 3)
                                .bytes()),
                Arguments.of(
                        Rule.DATA_DESCRIPTOR,
                        "no descriptor",
                        new ZipForge().add("a", "x").both(Field.FLAGS, 8).bytes()),
                Arguments.of(
                        Rule.DATA_DESCRIPTOR,
                        "another CRC in it",
                        new ZipForge()
                                .add("a", "x")
                                .described(false)
                                .descriptor(new byte[12])
                                .bytes()),
                Arguments.of(
                        Rule.DATA_DESCRIPTOR,
                        "no signature in 16 bytes",
                        new ZipForge()
                                .add("a", "x")
                                .described(true)
                                .descriptor(new byte[16])
                                .bytes()),
                Arguments.of(
                        Rule.DATA_DESCRIPTOR,
                        "ZIP64 sizes in it",
                        new ZipForge()
                                .add("a", "x")
                                .described(true)
                                .descriptor(new byte[24])
                                .bytes()),
                Arguments.of(Rule.DATA_DESCRIPTOR, "and a hidden entry behind it", hiddenBehindDescriptor()),
                Arguments.of(
                        Rule.CONTIGUOUS,
                        "a gap",
                        new ZipForge().add("a", "x").before(new byte[1]).bytes()),
                Arguments.of(
                        Rule.CENTRAL_DIRECTORY,
                        "a prefix",
                        new ZipForge().add("a", "x").done().prefix(new byte[4]).bytes()),
                Arguments.of(
                        Rule.CONTIGUOUS,
                        "a prefix that the offsets count",
                        new ZipForge().add("a", "x").before(new byte[4]).bytes()),
                Arguments.of(
                        Rule.END_RECORD,
                        "a suffix",
                        new ZipForge().add("a", "x").done().suffix(new byte[1]).bytes()),
                Arguments.of(
                        Rule.CENTRAL_DIRECTORY,
                        "an end record in the comment",
                        new ZipForge().add("a", "x").done().comment(endRecord).bytes()),
                Arguments.of(
                        Rule.END_RECORD,
                        "the start of an end record in the comment",
                        new ZipForge()
                                .add("a", "x")
                                .done()
                                .comment("PK\5\6 and then enough text to look at".getBytes(UTF_8))
                                .bytes()),
                Arguments.of(
                        Rule.END_RECORD,
                        "a comment shorter than it says",
                        new ZipForge()
                                .add("a", "x")
                                .done()
                                .comment(new byte[3])
                                .end(EndField.COMMENT_LENGTH, 4)
                                .bytes()),
                Arguments.of(Rule.ENTRY_LIMIT, "32,769 entries", many(32_769)));
    }

    @Test
    void a_jar_may_have_32768_entries() {
        assertEquals(32_768, names(many(32_768)).size());
    }

    private static byte[] named(String name) {
        var forge = new ZipForge();
        forge.add(name, "").both(Field.FLAGS, 1 << 11);
        return forge.bytes();
    }

    private static byte[] two(String first, String second) {
        var forge = new ZipForge();
        forge.add(first, "").both(Field.FLAGS, 1 << 11);
        forge.add(second, "").both(Field.FLAGS, 1 << 11);
        return forge.bytes();
    }

    private static byte[] hiddenBehindDescriptor() {
        var hidden = new ZipForge().add("hidden", "evil").bytes();
        var forge = new ZipForge();
        forge.add("a", "x").described(true);
        forge.add("b", "x").before(java.util.Arrays.copyOf(hidden, 40));
        return forge.bytes();
    }

    private static byte[] many(int count) {
        var forge = new ZipForge();
        for (int i = 0; i < count; i++) {
            forge.add("f" + i, "");
        }
        return forge.bytes();
    }

    private static List<String> names(byte[] jar) {
        return StrictZip.readJar(jar).entries().stream().map(Entry::name).toList();
    }
}

package dev.polar.trust.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.ZipForge.EndField;
import dev.polar.trust.container.ZipForge.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2 of the package format, rule by rule, each broken by one bent field. */
class StrictZipTest {
    private static final byte[] END_RECORD = new ZipForge().bytes();

    @Test
    void a_plain_archive_is_read_in_file_order() {
        var forge = new ZipForge();
        forge.add("plugin.json", "{}");
        forge.add("skills/a/SKILL.md", "x".repeat(1_000)).deflated();
        forge.add("empty", "");
        forge.add("empty-deflated", "").deflated();
        var archive = StrictZip.read(forge.bytes());
        assertEquals(
                List.of("plugin.json", "skills/a/SKILL.md", "empty", "empty-deflated"),
                archive.entries().stream().map(Entry::name).toList());
        assertEquals(
                "x".repeat(1_000),
                new String(archive.find("skills/a/SKILL.md").orElseThrow().bytes(), UTF_8));
        assertTrue(archive.find("plugin.JSON").isEmpty());
    }

    @Test
    void an_archive_of_nothing_is_an_archive() {
        assertEquals(List.of(), StrictZip.read(END_RECORD).entries());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("whole")
    void a_file_that_breaks_a_rule_is_refused(Rule rule, String how, byte[] file) {
        var refusal = refusal(file);
        assertEquals(rule.id(), refusal.details().get("rule"), refusal::getMessage);
    }

    static Stream<Arguments> whole() {
        var hidden = new ZipForge().add("hidden", "evil").bytes();
        return Stream.of(
                broken(Rule.END_RECORD, "nothing at all", new byte[0]),
                broken(Rule.END_RECORD, "shorter than the record", Arrays.copyOf(END_RECORD, 21)),
                broken(Rule.END_RECORD, "no record", new byte[100]),
                broken(
                        Rule.END_RECORD,
                        "one byte behind it",
                        one().done().suffix(new byte[1]).bytes()),
                broken(
                        Rule.END_RECORD,
                        "a comment",
                        one().done().comment(new byte[3]).bytes()),
                broken(
                        Rule.END_RECORD,
                        "a comment length without a comment",
                        one().done().end(EndField.COMMENT_LENGTH, 1).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a second end record in the comment",
                        one().done().comment(END_RECORD).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a second archive behind it",
                        one().done().suffix(hidden).bytes()),
                broken(
                        Rule.DISK_NUMBERS,
                        "disk 1",
                        one().done().end(EndField.DISK, 1).bytes()),
                broken(
                        Rule.DISK_NUMBERS,
                        "directory on disk 1",
                        one().done().end(EndField.DIRECTORY_DISK, 1).bytes()),
                broken(
                        Rule.ENTRY_COUNT,
                        "two counts",
                        one().done().end(EndField.COUNT_HERE, 2).bytes()),
                broken(
                        Rule.ENTRY_COUNT,
                        "counts above the headers",
                        one().done()
                                .end(EndField.COUNT_HERE, 2)
                                .end(EndField.COUNT, 2)
                                .bytes()),
                broken(
                        Rule.ENTRY_COUNT,
                        "counts below the headers",
                        two().end(EndField.COUNT_HERE, 1).end(EndField.COUNT, 1).bytes()),
                broken(
                        Rule.ZIP64,
                        "the count's escape",
                        one().done()
                                .end(EndField.COUNT_HERE, 0xFFFF)
                                .end(EndField.COUNT, 0xFFFF)
                                .bytes()),
                broken(
                        Rule.ZIP64,
                        "the size's escape",
                        one().done().end(EndField.DIRECTORY_SIZE, 0xFFFFFFFFL).bytes()),
                broken(
                        Rule.ZIP64,
                        "the offset's escape",
                        one().done().end(EndField.DIRECTORY_OFFSET, 0xFFFFFFFFL).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a ZIP64 locator between directory and end record",
                        one().done().afterDirectory(new byte[20]).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "bytes in front that the offsets do not count",
                        one().done().prefix("dex\n035".getBytes(UTF_8)).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a size off by one",
                        one().done().end(EndField.DIRECTORY_SIZE, 1).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "an offset behind the file",
                        one().done().end(EndField.DIRECTORY_OFFSET, 0xFFFFFFF0L).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a header that reaches too far",
                        one().central(Field.EXTRA_LENGTH, 0xFFFF).bytes()),
                broken(
                        Rule.CENTRAL_DIRECTORY,
                        "a name one byte too long for the directory",
                        one().central(Field.NAME_LENGTH, 6).bytes()),
                broken(
                        Rule.ENTRY_COUNT,
                        "a directory too short for a header",
                        new ZipForge()
                                .afterDirectory(Arrays.copyOf(new byte[] {'P', 'K', 1, 2}, 45))
                                .end(EndField.DIRECTORY_SIZE, 45)
                                .end(EndField.COUNT_HERE, 1)
                                .end(EndField.COUNT, 1)
                                .bytes()),
                broken(
                        Rule.ENTRY_COUNT,
                        "a header without signature",
                        one().central(Field.SIGNATURE, 0x02014B51L).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "bytes in front that the offsets do count",
                        new ZipForge()
                                .add("a", "x")
                                .before("MZ".getBytes(UTF_8))
                                .bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "a gap",
                        two(item -> item.before(new byte[4])).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "a hidden entry between two",
                        two(item -> item.before(local(hidden))).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "a hidden entry behind the last",
                        two().beforeDirectory(local(hidden)).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "an entry that the directory leaves out",
                        two().directoryOrder(0).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "entries but an empty directory",
                        two().directoryOrder().bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "a directory in another order",
                        two().directoryOrder(1, 0).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "one local entry listed twice",
                        two().directoryOrder(0, 0).bytes()),
                broken(Rule.CONTIGUOUS, "a quoted bomb: an entry inside another", quoted()),
                broken(Rule.ENTRY_LIMIT, "16,385 entries", many(16_385)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("entries")
    void an_entry_that_breaks_a_rule_is_named(Rule rule, String how, byte[] file) {
        var refusal = refusal(file);
        assertEquals(rule.id(), refusal.details().get("rule"), refusal::getMessage);
        assertEquals("a.txt", refusal.details().get("entry"));
        assertTrue(refusal.getMessage().contains("\"a.txt\""), refusal::getMessage);
    }

    static Stream<Arguments> entries() {
        var cases = new ArrayList<Arguments>();
        for (var field : List.of(Field.VERSION, Field.TIME, Field.DATE, Field.FLAGS, Field.METHOD)) {
            cases.add(broken(
                    Rule.HEADERS_AGREE,
                    "another local " + field,
                    one().local(field, 7).bytes()));
        }
        cases.addAll(List.of(
                broken(
                        Rule.LOCAL_HEADER,
                        "no local signature",
                        one().local(Field.SIGNATURE, 0).bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "another local name",
                        one().localName("b.txt").bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "a shorter local name",
                        one().localName("a.tx").bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "another local CRC",
                        one().local(Field.CRC, 7).bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "another local size",
                        one().local(Field.SIZE, 7).bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "another local compressed size",
                        one().local(Field.COMPRESSED, 7).bytes()),
                broken(
                        Rule.HEADERS_AGREE,
                        "bit 11 in one header",
                        one().central(Field.FLAGS, 1 << 11).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "a local name beyond the data",
                        one().local(Field.NAME_LENGTH, 60_000).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "data beyond the directory",
                        one().both(Field.COMPRESSED, 600).both(Field.SIZE, 600).bytes()),
                broken(
                        Rule.CONTIGUOUS,
                        "an offset into nowhere",
                        one().central(Field.OFFSET, 0xFFFFFFF0L).bytes()),
                broken(Rule.METHOD, "bzip2", one().both(Field.METHOD, 12).bytes()),
                broken(
                        Rule.METHOD,
                        "encrypted by AES",
                        one().both(Field.METHOD, 99).bytes()),
                broken(
                        Rule.STORED_SIZE,
                        "stored with two sizes",
                        one().both(Field.SIZE, 4).bytes()),
                broken(Rule.FLAGS, "encrypted", one().both(Field.FLAGS, 1).bytes()),
                broken(
                        Rule.FLAGS,
                        "maximum compression hint",
                        one().deflated().both(Field.FLAGS, 2).bytes()),
                broken(Rule.FLAGS, "a data descriptor", one().described(true).bytes()),
                broken(
                        Rule.FLAGS,
                        "masked headers",
                        one().both(Field.FLAGS, 1 << 13).bytes()),
                broken(
                        Rule.EXTRA_FIELD,
                        "extra in the central header",
                        one().extra(new byte[0], new byte[4]).bytes()),
                broken(
                        Rule.EXTRA_FIELD,
                        "extra in the local header",
                        one().extra(new byte[4], new byte[0]).bytes()),
                broken(Rule.ENTRY_COMMENT, "a comment", one().comment("hi").bytes()),
                broken(
                        Rule.ZIP64,
                        "the compressed size's escape",
                        one().both(Field.COMPRESSED, 0xFFFFFFFFL).bytes()),
                broken(
                        Rule.ZIP64,
                        "the size's escape",
                        one().both(Field.SIZE, 0xFFFFFFFFL).bytes()),
                broken(
                        Rule.ZIP64,
                        "the offset's escape",
                        one().central(Field.OFFSET, 0xFFFFFFFFL).bytes()),
                broken(
                        Rule.DISK_NUMBERS,
                        "on disk 1",
                        one().central(Field.DISK, 1).bytes()),
                broken(
                        Rule.FILE_TYPE,
                        "a symbolic link",
                        one().central(Field.EXTERNAL, 0xA1FFL << 16).bytes()),
                broken(
                        Rule.FILE_TYPE,
                        "a device",
                        one().central(Field.EXTERNAL, 0x6000L << 16).bytes()),
                broken(
                        Rule.FILE_TYPE,
                        "a pipe",
                        one().central(Field.EXTERNAL, 0x1000L << 16).bytes()),
                broken(
                        Rule.FILE_TYPE,
                        "a directory by its type",
                        one().central(Field.EXTERNAL, 0x41EDL << 16).bytes()),
                broken(
                        Rule.FILE_TYPE,
                        "a directory by its DOS bit",
                        one().central(Field.EXTERNAL, 0x10).bytes()),
                broken(
                        Rule.MODE_BITS,
                        "set-user-id",
                        one().central(Field.EXTERNAL, 0x89EDL << 16).bytes()),
                broken(
                        Rule.MODE_BITS,
                        "set-group-id",
                        one().central(Field.EXTERNAL, 0x8400L << 16).bytes()),
                broken(
                        Rule.MODE_BITS,
                        "sticky",
                        one().central(Field.EXTERNAL, 0x8200L << 16).bytes()),
                broken(Rule.CRC, "another CRC", one().both(Field.CRC, 7).bytes()),
                broken(
                        Rule.CRC,
                        "another content",
                        one().body("Hello".getBytes(UTF_8)).bytes()),
                broken(
                        Rule.DEFLATE,
                        "no deflate stream",
                        one().both(Field.METHOD, 8).body(new byte[] {7, 7, 7}).bytes()),
                broken(
                        Rule.DEFLATE,
                        "no compressed bytes",
                        one().both(Field.METHOD, 8).body(new byte[0]).bytes()),
                broken(
                        Rule.DEFLATE,
                        "a stream without its end",
                        one().deflated().body(cut(deflated(), 1)).bytes()),
                broken(
                        Rule.DEFLATE,
                        "bytes behind the final block",
                        one().deflated()
                                .body(Arrays.copyOf(deflated(), deflated().length + 1))
                                .bytes()),
                broken(
                        Rule.DEFLATE,
                        "a second stream behind the final block",
                        one().deflated().body(twice(deflated())).bytes()),
                broken(
                        Rule.SIZE,
                        "inflates to more",
                        one().deflated().both(Field.SIZE, 4).bytes()),
                broken(
                        Rule.SIZE,
                        "inflates to less",
                        one().deflated().both(Field.SIZE, 6).bytes()),
                broken(
                        Rule.SIZE,
                        "claims to be empty",
                        one().deflated().both(Field.SIZE, 0).bytes()),
                broken(
                        Rule.RATIO,
                        "claims 100 times and one byte",
                        one().deflated().both(Field.SIZE, 100L << 20).bytes()),
                broken(Rule.SIZE_LIMIT, "claims 256 MiB and one byte", claimsTooMuch())));
        return cases.stream();
    }

    @Test
    void attributes_that_mean_a_regular_file_are_accepted() {
        for (long attributes : new long[] {0, 0x8000L << 16, 0x81A4L << 16, 0x81FFL << 16 | 0x20, 0x01FFL << 16}) {
            var file = one().central(Field.EXTERNAL, attributes)
                    .central(Field.INTERNAL, 1)
                    .bytes();
            assertEquals(1, StrictZip.read(file).entries().size());
        }
        assertEquals(
                1,
                StrictZip.read(one().both(Field.FLAGS, 1 << 11).bytes())
                        .entries()
                        .size());
    }

    @Test
    void inflating_stops_at_the_size_that_was_promised() {
        var endless = ZipForge.deflate(new byte[200 << 20]);
        var file = one().both(Field.METHOD, 8).body(endless).bytes();
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertEquals("size", refusal(file).details().get("rule")));
    }

    @Test
    void the_number_of_entries_is_inclusive() {
        assertEquals(16_384, StrictZip.read(many(16_384)).entries().size());
    }

    @Test
    void limits_on_bytes_are_inclusive() {
        long mib = 1 << 20;
        var compressed = new Budget();
        compressed.add("a", 128 * mib, 128 * mib);
        assertEquals(Rule.COMPRESSED_LIMIT.id(), rule(() -> compressed.add("b", 1, 1)));
        var size = new Budget();
        size.add("a", 100 * mib, 256 * mib);
        assertEquals(Rule.SIZE_LIMIT.id(), rule(() -> size.add("b", 1, 1)));
        new Budget().add("a", 1, mib);
        new Budget().add("a", 2 * mib, 200 * mib);
        assertEquals(Rule.RATIO.id(), rule(() -> new Budget().add("a", 2 * mib, 200 * mib + 1)));
        assertEquals(Rule.RATIO.id(), rule(() -> new Budget().add("a", 10_485, mib + 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 31, 40, 60, 90})
    void a_file_cut_anywhere_is_refused(int length) {
        refusal(Arrays.copyOf(one().bytes(), length));
    }

    private static Arguments broken(Rule rule, String how, byte[] file) {
        return Arguments.of(rule, how, file);
    }

    private static ZipForge.Item one() {
        return new ZipForge().add("a.txt", "hello");
    }

    private static byte[] deflated() {
        return ZipForge.deflate("hello".getBytes(UTF_8));
    }

    private static ZipForge two() {
        return two(item -> item);
    }

    private static ZipForge two(java.util.function.UnaryOperator<ZipForge.Item> bend) {
        var forge = new ZipForge();
        forge.add("a.txt", "hello");
        bend.apply(forge.add("b.txt", "world"));
        return forge;
    }

    /** The local part of an archive of one entry called "hidden". */
    private static byte[] local(byte[] archive) {
        return Arrays.copyOf(archive, 30 + "hidden".length() + "evil".length());
    }

    /** The outer entry's data is the inner entry, header and all; the directory lists both. */
    private static byte[] quoted() {
        var inner = new ZipForge().add("hidden", "evil").bytes();
        var forge = new ZipForge();
        forge.add("a.txt", local(inner));
        forge.add("hidden", "evil").central(Field.OFFSET, 30 + "a.txt".length());
        return forge.bytes();
    }

    private static byte[] many(int count) {
        var forge = new ZipForge();
        for (int i = 0; i < count; i++) {
            forge.add("f" + i, "");
        }
        return forge.bytes();
    }

    /** 256 entries that claim 1 MiB each, and a last one that claims a byte too many. */
    private static byte[] claimsTooMuch() {
        var forge = new ZipForge();
        for (int i = 0; i < 256; i++) {
            forge.add("f" + i, "x").deflated().both(Field.SIZE, 1 << 20);
        }
        return forge.add("a.txt", "x").bytes();
    }

    private static byte[] cut(byte[] bytes, int by) {
        return Arrays.copyOf(bytes, bytes.length - by);
    }

    private static byte[] twice(byte[] bytes) {
        var both = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
        return both;
    }

    private static Refusal refusal(byte[] file) {
        var refusal = assertThrows(Refusal.class, () -> StrictZip.read(file));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        return refusal;
    }

    private static String rule(Runnable act) {
        return assertThrows(Refusal.class, act::run).details().get("rule");
    }
}

package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipWriterTest {
    @Test
    void what_is_written_is_read_back() {
        var entries = List.of(
                entry("plugin.json", "{}"),
                entry("empty", ""),
                entry("text", "long ".repeat(1_000)),
                new Entry("noise", noise(10_000)));
        var file = StrictZip.write(entries);
        assertEquals(new Archive(entries), StrictZip.read(file));
        assertArrayEquals(file, StrictZip.write(entries));
    }

    @Test
    void the_bytes_are_the_ones_the_format_says() {
        // Written out by hand from APPNOTE.TXT: stored, 1980-01-01 00:00, version 20, no attributes.
        var expected = new ZipForge().add("a.txt", "hello").bytes();
        expected[expected.length - 22 - 5 - 46 + 5] = 0; // made by FAT, where the forge says Unix
        assertArrayEquals(expected, StrictZip.write(List.of(entry("a.txt", "hello"))));
    }

    @Test
    void content_is_deflated_where_that_is_shorter_and_not_over_the_ratio() {
        assertEquals(0, method(entry("a", "ab")));
        assertEquals(0, method(new Entry("a", noise(5_000))));
        assertEquals(8, method(entry("a", "ab".repeat(500))));
        assertEquals(8, method(new Entry("a", new byte[1 << 20])));
        assertEquals(0, method(new Entry("a", new byte[(1 << 20) + 1])));
    }

    @Test
    void nothing_makes_an_empty_archive() {
        assertEquals(22, StrictZip.write(List.of()).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a b", "PLUGIN.json", "a/", "ä"})
    void a_name_that_could_not_be_read_back_is_refused(String name) {
        var refusal = assertThrows(Refusal.class, () -> StrictZip.write(List.of(entry(name, "x"))));
        assertTrue(
                refusal.details().get("rule").matches("name-.*|reserved-spelling|directory-entry"),
                refusal::getMessage);
    }

    @Test
    void two_entries_of_one_name_are_refused() {
        var refusal = assertThrows(Refusal.class, () -> StrictZip.write(List.of(entry("a", "1"), entry("A", "2"))));
        assertEquals("name-clash", refusal.details().get("rule"));
    }

    @Test
    void what_is_too_much_to_read_is_not_written() {
        var many = new ArrayList<Entry>();
        for (int i = 0; i < 16_384; i++) {
            many.add(entry("f" + i, ""));
        }
        assertEquals(16_384, StrictZip.read(StrictZip.write(many)).entries().size());
        many.add(entry("one-more", ""));
        assertEquals("entry-limit", rule(many));
        // Zeros over the ratio are stored, so two of these are more than 128 MiB.
        var zeros = new byte[65 << 20];
        assertEquals("compressed-limit", rule(List.of(new Entry("a", zeros), new Entry("b", zeros))));
    }

    private static String rule(List<Entry> entries) {
        return assertThrows(Refusal.class, () -> StrictZip.write(entries))
                .details()
                .get("rule");
    }

    private static int method(Entry entry) {
        return new Bytes(StrictZip.write(List.of(entry))).u16(8);
    }

    private static Entry entry(String name, String content) {
        return new Entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}

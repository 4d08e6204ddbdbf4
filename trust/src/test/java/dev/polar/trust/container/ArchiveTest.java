package dev.polar.trust.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveTest {
    private static final Entry A = new Entry("a", "1".getBytes(UTF_8));
    private static final Entry B = new Entry("b", "1".getBytes(UTF_8));

    @Test
    void archives_are_equal_by_names_content_and_order() {
        var archive = new Archive(List.of(A, B));
        var same = new Archive(List.of(new Entry("a", "1".getBytes(UTF_8)), B));
        assertEquals(archive, same);
        assertEquals(archive.hashCode(), same.hashCode());
        assertNotEquals(archive, new Archive(List.of(B, A)));
        assertNotEquals(archive, new Archive(List.of(A)));
        assertNotEquals(archive, new Archive(List.of(new Entry("a", "2".getBytes(UTF_8)), B)));
        assertNotEquals(archive, new Archive(List.of(new Entry("A", "1".getBytes(UTF_8)), B)));
    }

    @Test
    void an_archive_has_each_name_once() {
        assertThrows(IllegalArgumentException.class, () -> new Archive(List.of(A, A)));
    }

    @Test
    void an_entry_does_not_print_its_content() {
        assertEquals("[a (1 bytes), b (1 bytes)]", new Archive(List.of(A, B)).toString());
    }
}

package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.polar.spi.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The codes, the page that explains them, and the classes that refuse with them, say the same. */
class CodesTest {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));

    @Test
    void every_code_is_explained_and_every_explained_code_exists() throws IOException {
        var explained = ErrorsPage.read(ROOT.resolve("docs/errors.md")).rows().stream()
                .map(ErrorsPage.Row::code)
                .toList();
        assertEquals(names(List.of(Code.values())), new TreeSet<>(explained));
        assertEquals(Code.values().length, explained.size(), "a code is explained twice");
    }

    @Test
    void every_explanation_says_what_happened_and_what_to_do_next() throws IOException {
        for (var row : ErrorsPage.read(ROOT.resolve("docs/errors.md")).rows()) {
            assertFalse(row.meaning().isEmpty(), row::code);
            assertFalse(row.next().isEmpty(), row::code);
        }
    }

    @Test
    void every_code_is_in_use() {
        assertEquals(new TreeSet<>(), names(EnumSet.complementOf(EnumSet.copyOf(CompiledCodes.inMain(ROOT)))));
    }

    @Test
    void every_code_is_produced_by_a_test() {
        assertEquals(new TreeSet<>(), names(EnumSet.complementOf(EnumSet.copyOf(CompiledCodes.inTests(ROOT)))));
    }

    private static TreeSet<String> names(Collection<Code> codes) {
        return new TreeSet<>(codes.stream().map(Enum::name).toList());
    }
}

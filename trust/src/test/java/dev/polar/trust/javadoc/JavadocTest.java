package dev.polar.trust.javadoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others compile against explains itself. (That references and tags in comments hold, javac checks.) */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));

    @ParameterizedTest
    @ValueSource(strings = {"spi/api", "trust"})
    void every_public_type_and_every_package_is_described(String module) throws IOException {
        var sources = ROOT.resolve(module).resolve("src/main/java");
        try (var files = Files.walk(sources)) {
            var java = files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(java.size() > 20, () -> "only " + java.size() + " files below " + sources);
            assertEquals(List.of(), Undescribed.in(java));
        }
    }

    @Test
    void a_public_type_without_a_comment_is_found_wherever_it_stands() throws IOException {
        assertEquals(List.of("Bare", "Told.Inner", "Told.Kind", "Side.Implied"), Undescribed.names("""
                        package x;
                        public class Bare {}
                        """, """
                        package x;
                        /** Told. */
                        public class Told {
                            public record Inner() {}
                            public enum Kind { A }
                            record Hidden() {}
                            private static class Secret {
                                public class OfNoConcern {}
                            }
                        }
                        """, """
                        package x;
                        /** Told. */
                        public interface Side {
                            record Implied() {}
                        }
                        """, """
                        package x;
                        class Inside {
                            public record OfNoConcern() {}
                        }
                        """));
    }

    @Test
    void a_package_without_a_story_is_found() throws IOException {
        assertEquals(List.of("package x"), Undescribed.names("@Deprecated package x;", "/** A story. */ package y;"));
    }
}

package dev.polar.trust.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.trust.json.StrictJson.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Public vectors, read where {@code -Dpolar.vectors} says: JSONTestSuite (json-parsing/) and RFC 8785's (jcs/). */
class JsonVectorsTest {
    private static final Limits LIMITS = new Limits(1 << 20, 512);
    /** RFC 8259 leaves duplicate keys open and the suite accepts them; whatever is signed may not have them. */
    private static final Set<String> STRICTER =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @Test
    void the_parsing_suite_agrees() throws IOException {
        var files = files("json-parsing");
        assertEquals(318, files.size(), "files in the suite");
        for (var file : files) {
            var name = file.getFileName().toString();
            var bytes = Files.readAllBytes(file);
            if (name.startsWith("y_") && !STRICTER.contains(name)) {
                StrictJson.parse(bytes, LIMITS);
            } else if (name.startsWith("i_")) {
                readOrFault(bytes);
            } else {
                assertThrows(JsonFault.class, () -> StrictJson.parse(bytes, LIMITS), name);
            }
        }
    }

    /** Implementations may differ on these; nothing but a value or a fault may come of them. */
    private static void readOrFault(byte[] bytes) {
        try {
            Canonical.bytes(StrictJson.parse(bytes, LIMITS));
        } catch (JsonFault fault) {
            assertEquals(fault.line() > 0, fault.column() > 0);
        }
    }

    @Test
    void the_canonicalization_vectors_agree() throws IOException {
        var inputs = files("jcs/input");
        assertEquals(6, inputs.size(), "vectors");
        for (var input : inputs) {
            var name = input.getFileName().toString();
            var canonical = Canonical.bytes(StrictJson.parse(Files.readAllBytes(input), LIMITS));
            assertArrayEquals(Files.readAllBytes(vectors("jcs/output").resolve(name)), canonical, name);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (var list = Files.list(vectors(folder))) {
            return list.sorted().toList();
        }
    }

    private static Path vectors(String folder) {
        var path = Path.of(System.getProperty("polar.vectors", "vectors")).resolve(folder);
        assumeTrue(Files.isDirectory(path), () -> "no vectors in " + path + ": name their folder with -Dpolar.vectors");
        return path;
    }
}

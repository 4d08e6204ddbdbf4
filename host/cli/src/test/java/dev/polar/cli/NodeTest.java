package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one host to the next goes a file. Joining itself is a host's start; here it fails right after the files are there. */
class NodeTest {
    @TempDir
    Path home;

    private Path first;
    private Path file;

    @BeforeEach
    void a_directory_in_which_a_host_has_run() throws IOException {
        first = Files.createDirectory(home.resolve("first"));
        Files.writeString(first.resolve("installation"), "0123");
        Files.writeString(first.resolve("operators.json"), "{\"operators\":[]}");
        Files.writeString(first.resolve("master.key"), "c2VjcmV0");
        Files.writeString(first.resolve("node.id"), "of the first alone");
        file = home.resolve("second.join");
    }

    private Run polar(String... words) {
        return new Run.At(home)
                .with("POLAR_OPERATOR_KEY", home.resolve("none.pem").toString())
                .polar(words);
    }

    private Run export() {
        return polar("node", "export", file.toString(), "--data", first.toString());
    }

    private Run join(Path second) {
        return polar("up", "-d", "--join", file.toString(), "--data", second.toString());
    }

    @Test
    void what_was_exported_makes_a_second_directory_of_the_same_installation() throws IOException {
        var exported = export();
        assertEquals(0, exported.exit(), exported.err());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var second = home.resolve("second/data");
        join(second);
        for (var name : new String[] {"installation", "operators.json", "master.key"}) {
            assertEquals(Files.readString(first.resolve(name)), Files.readString(second.resolve(name)));
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(second.resolve(name))));
        }
        assertFalse(Files.exists(second.resolve("node.id")), "a node's name is its own");
    }

    @Test
    void a_directory_of_another_installation_is_left_as_it_is() throws IOException {
        export();
        var second = Files.createDirectory(home.resolve("second"));
        Files.writeString(second.resolve("installation"), "4567");
        var joined = join(second);
        assertTrue(joined.err().contains("STATE_CONFLICT"), joined.err());
        assertFalse(Files.exists(second.resolve("master.key")));
    }

    @Test
    void where_no_operator_is_pinned_there_is_nothing_to_export() throws IOException {
        Files.delete(first.resolve("operators.json"));
        assertTrue(export().err().contains("NOT_FOUND"));
        assertFalse(Files.exists(file));
    }

    @Test
    void an_export_never_overwrites() throws IOException {
        Files.writeString(file, "mine");
        assertTrue(export().err().contains("STATE_CONFLICT"));
        assertEquals("mine", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"type\":\"polar-join/1\",\"files\":{}}",
                "{\"type\":\"polar-join/1\",\"files\":{\"installation\":\"?\",\"operators.json\":\"\",\"master.key\":\"\"}}",
                "{\"type\":\"other\",\"files\":{\"installation\":\"\",\"operators.json\":\"\",\"master.key\":\"\"}}"
            })
    void what_is_no_such_file_joins_nothing(String text) throws IOException {
        Files.writeString(file, text);
        var joined = join(home.resolve("second"));
        assertTrue(joined.err().contains("REQUEST_INVALID"), joined.err());
        assertFalse(Files.exists(home.resolve("second")));
    }
}

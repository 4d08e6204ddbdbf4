package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ConfinementTest {
    @TempDir
    Path directory;

    @Test
    void without_bubblewrap_the_package_is_named() {
        var confinement = Confinement.probe(Needs.STARTER, Optional.empty(), List.of(directory.resolve("bwrap")));
        assertTrue(confinement.missing().orElseThrow().contains("package 'bubblewrap'"));
        var refusal = assertThrows(Refusal.class, confinement::required);
        assertEquals(Code.ISOLATION_UNAVAILABLE, refusal.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bwrap: No permissions to create new namespace    | No permissions to create new namespace",
                "bwrap: Unknown option --disable-userns           | older than 0.8",
                "bwrap: execvp /usr/bin/prlimit: No such file     | package 'util-linux'"
            })
    void one_that_does_not_work_is_found_out_by_trying(String says, String sentence) throws IOException {
        var program = Files.writeString(directory.resolve("bwrap"), "#!/bin/sh\necho '" + says + "' >&2\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var missing = Confinement.probe(Needs.STARTER, Optional.empty(), List.of(program))
                .missing()
                .orElseThrow();
        assertTrue(missing.contains(sentence), missing);
    }

    @Test
    void where_bubblewrap_does_not_work_the_weaker_cage_is_taken_and_only_there() {
        Needs.landlock();
        var found = Confinement.probe(
                Needs.STARTER, Optional.empty(), List.of(directory.resolve("bwrap")), directory.resolve("run"));
        assertEquals(Enforcement.CONFINED_LANDLOCK, found.required().enforcement());
        assertFalse(found.required().reachesNetwork());
        Needs.confinement();
        var both = Confinement.probe(Needs.STARTER, directory.resolve("run"));
        assertEquals(Enforcement.CONFINED_BWRAP, both.required().enforcement());
    }

    @Test
    void one_that_works_is_available() {
        assertEquals(
                Needs.confinement().enforcement(),
                Confinement.probe(Needs.STARTER).required().enforcement());
    }
}

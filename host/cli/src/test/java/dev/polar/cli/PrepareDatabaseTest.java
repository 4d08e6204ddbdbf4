package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepareDatabaseTest {
    @TempDir
    Path home;

    private Path data;
    private Path distribution;

    @BeforeEach
    void a_distribution() throws IOException {
        data = Files.createDirectory(home.resolve("data"));
        distribution = FakeDistribution.of(FakePrepare.class, home);
    }

    private Run prepare(String words) {
        return new Run.At(home)
                .from(distribution)
                .with("PATH", "/usr/bin")
                .with("POLAR_DATA_DIR", data.toString())
                .polar((Object[]) ("database prepare " + words).strip().split(" "));
    }

    @Test
    void the_login_is_let_in_with_what_it_may() {
        var run = prepare("--for polar_host");
        assertEquals("polar_host may prune: no in " + data + "\n", run.out());
        assertEquals(0, run.exit(), run.err());
        var json = prepare("--for polar_host --may-prune --json").json();
        assertEquals("polar_host may prune: yes in " + data, json.getString("message"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2, USAGE",
        "--for, 2, USAGE",
        "polar_host, 2, USAGE",
        "--for a b, 2, USAGE",
        "--for a --may-prune yes, 2, USAGE",
        "--for stranger, 1, SETTING_INVALID",
        "--for broken, 1, INTERNAL",
    })
    void what_is_wrong_is_one_sentence_with_its_code(String words, int exit, String code) {
        var run = prepare(words);
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("error " + code + "  "), run.err());
        assertEquals(
                1, run.err().lines().filter(line -> line.startsWith("error")).count(), run.err());
        assertEquals(exit, run.exit(), run.err());
    }
}

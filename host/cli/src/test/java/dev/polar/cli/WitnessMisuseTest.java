package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever runs a witness can get wrong, and what they are told: one sentence and a code. */
class WitnessMisuseTest {
    private static final SigningKey KEY = SigningKey.generate();

    @TempDir
    Path home;

    private Run witness(String words) {
        var said = Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).map(word -> switch (word) {
            case "LOG" -> new NoteKey("vm/polar/i/n/1", KEY.publicKey()).toString();
            case "WITNESS" -> new WitnessKey("w.example/1", KEY.publicKey()).toString();
            default -> word;
        });
        return new Run.At(home).polar(Stream.concat(Stream.of("witness"), said).toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2, USAGE",
        "init, 2, USAGE",
        "init --name, 2, USAGE",
        "init w.example/1, 2, USAGE",
        "add-log, 2, USAGE",
        "add-log LOG LOG, 2, USAGE",
        "show more, 2, USAGE",
        "run --listen 7790, 2, USAGE",
        "run --listen 127.0.0.1:99999, 2, USAGE",
        "run --listen, 2, USAGE",
        "init --name w.example/1, 1, KEY_INVALID",
        "add-log WITNESS, 1, KEY_INVALID",
        "add-log nothing, 1, KEY_INVALID",
        "add-log LOG --data elsewhere, 1, NOT_FOUND",
        "show --data elsewhere, 1, NOT_FOUND",
        "run --data elsewhere, 1, NOT_FOUND",
    })
    void what_is_wrong_is_one_sentence_with_its_code(String words, int exit, String code) {
        assertEquals(0, witness("init --name w.example/1").exit());
        var run = witness(words);
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("error " + code + "  "), run.err());
        assertEquals(
                1, run.err().lines().filter(line -> line.startsWith("error")).count(), run.err());
        assertEquals(exit, run.exit(), run.err());
    }

    @Test
    void what_is_right_says_what_there_is_now() {
        assertTrue(witness("init --name w.example/1").out().startsWith("witness NAME w.example/1+"));
        assertTrue(witness("show").out().endsWith("it watches no log: polar witness add-log VKEY\n"));
        assertEquals("watching vm/polar/i/n/1\n", witness("add-log LOG").out());
        assertEquals("already watching vm/polar/i/n/1\n", witness("add-log LOG").out());
        assertTrue(witness("show").out().contains("vm/polar/i/n/1  0"));
        assertEquals(
                0,
                witness("show --json")
                        .json()
                        .getJsonArray("logs")
                        .getJsonObject(0)
                        .getInt("size"));
    }
}

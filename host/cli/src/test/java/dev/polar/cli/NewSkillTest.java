package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewSkillTest {
    @TempDir
    Path home;

    private Run polar(Object... words) {
        return new Run.At(home).polar(words);
    }

    @Test
    void what_it_writes_passes_every_check() throws IOException {
        var to = home.resolve("words");
        var made = polar("new", "skill", "acme.word-count", "--dir", to);
        assertEquals(0, made.exit(), made.err());
        var manifest = Manifest.parse(Files.readAllBytes(to.resolve("plugin.json")));
        assertEquals("acme.word-count", manifest.name().name());
        assertTrue(Files.exists(to.resolve(manifest.tools().getFirst().script().orElseThrow())));
        var check = polar("check", to);
        assertEquals(0, check.exit(), check.out() + check.err());
        assertTrue(check.out().contains("acme.word-count 0.1.0: 1 tool, 1 skill"), check.out());
    }

    @Test
    void a_check_names_a_script_that_nothing_runs() throws IOException {
        var to = home.resolve("words");
        polar("new", "skill", "words", "--dir", to);
        var manifest = to.resolve("plugin.json");
        Files.writeString(manifest, Files.readString(manifest).replace("count.py", "count.rb"));
        Files.move(to.resolve("skills/words/scripts/count.py"), to.resolve("skills/words/scripts/count.rb"));
        var check = polar("check", to);
        assertEquals(3, check.exit());
        assertTrue(check.out().contains("script-program"), check.out());
    }

    @Test
    void what_is_there_is_left_alone() throws IOException {
        var to = Files.createDirectory(home.resolve("words"));
        Files.writeString(to.resolve("mine"), "");
        var run = polar("new", "skill", "words", "--dir", to);
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error STATE_CONFLICT"), run.err());
    }
}

package dev.polar.cli.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    @TempDir
    Path project;

    @Test
    void it_is_the_directory_itself_or_the_one_that_is_built_below_it() throws IOException {
        var refusal = assertThrows(Refusal.class, () -> PluginFolder.in(project));
        assertEquals(Code.NOT_FOUND, refusal.code());
        write("target/plugin/plugin.json", "{}");
        assertEquals(project.resolve("target/plugin"), PluginFolder.in(project).plugin());
        write("plugin.json", "{}");
        assertEquals(project, PluginFolder.in(project).plugin());
    }

    @Test
    void a_change_is_told_of_once_and_only_when_it_rests() throws IOException {
        write("plugin.json", "{}");
        var folder = PluginFolder.in(project);
        folder.told();
        assertFalse(folder.changed());
        write("code/a.jar", "half");
        assertFalse(folder.changed(), "it may still be written");
        write("code/a.jar", "whole");
        assertFalse(folder.changed(), "it was");
        assertTrue(folder.changed());
        assertFalse(folder.changed());
    }

    @Test
    void the_same_size_at_another_time_is_another_file() throws IOException {
        write("plugin.json", "{}");
        var folder = PluginFolder.in(project);
        folder.told();
        Files.setLastModifiedTime(project.resolve("plugin.json"), FileTime.from(Instant.ofEpochSecond(1)));
        folder.changed();
        assertTrue(folder.changed());
    }

    @Test
    void a_directory_that_is_gone_for_a_while_is_a_change_too() throws IOException {
        write("target/plugin/plugin.json", "{}");
        var folder = PluginFolder.in(project);
        folder.told();
        Files.delete(project.resolve("target/plugin/plugin.json"));
        Files.delete(project.resolve("target/plugin"));
        folder.changed();
        assertTrue(folder.changed());
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(project.resolve(name).getParent());
        Files.writeString(project.resolve(name), text);
    }
}

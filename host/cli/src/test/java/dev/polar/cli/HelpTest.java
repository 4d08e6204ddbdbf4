package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import dev.polar.cli.shell.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
    @TempDir
    Path home;

    @TestFactory
    Stream<DynamicTest> every_verb_explains_itself_and_shows_an_example() {
        return paths(Verbs.all(), List.of())
                .map(path -> dynamicTest(String.join(" ", path), () -> {
                    var words = new ArrayList<Object>(path);
                    words.add("--help");
                    var help = new Run.At(home).polar(words.toArray());
                    assertEquals(0, help.exit(), help.err());
                    var command = "polar " + String.join(" ", path);
                    assertTrue(help.out().contains("Usage: " + command), help.out());
                    var example = help.out().substring(help.out().indexOf("Example:"));
                    assertTrue(example.contains("  " + command), example);
                    assertTrue(help.out().lines().noneMatch(line -> line.length() > 110), help.out());
                }));
    }

    private static Stream<List<String>> paths(List<Verb> verbs, List<String> before) {
        return verbs.stream().flatMap(verb -> {
            var path = new ArrayList<>(before);
            path.add(verb.name());
            return Stream.concat(Stream.of(path), paths(verb.parts(), path));
        });
    }

    /** Tests run on the class path, where everything is open; the distribution does not. */
    @Test
    void every_package_with_commands_is_open_to_the_library_that_sets_their_fields() throws IOException {
        var open =
                ModuleDescriptor.read(Files.newInputStream(Path.of("target/classes/module-info.class")))
                        .opens()
                        .stream()
                        .map(ModuleDescriptor.Opens::source)
                        .collect(Collectors.toSet());
        var shell = new Shell(
                new Terminal(InputStream.nullInputStream(), System.out, System.err, Optional.empty(), false),
                new CliSettings(Map.of(), home, Optional.empty()));
        commands(Verbs.all(), shell)
                .forEach(command -> assertTrue(open.contains(command.getPackageName()), command.getName()));
    }

    private static Stream<Class<?>> commands(List<Verb> verbs, Shell shell) {
        return verbs.stream()
                .flatMap(verb -> Stream.concat(
                        Stream.of(verb.command().apply(shell).getClass()), commands(verb.parts(), shell)));
    }

    @Test
    void help_lists_every_verb_with_a_sentence() {
        var help = new Run.At(home).polar("--help");
        assertEquals(0, help.exit());
        for (var verb : Verbs.all()) {
            assertTrue(
                    help.out().lines().anyMatch(line -> line.matches("  " + verb.name() + " +[A-Z].*\\.")),
                    verb.name());
        }
    }

    @Test
    void no_verb_at_all_shows_help_and_is_a_usage_error() {
        var run = new Run.At(home).polar();
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("Usage: polar"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void a_misspelt_verb_says_which_one_was_meant() {
        var run = new Run.At(home).polar("chekc", "dir");
        assertEquals(2, run.exit());
        assertEquals("""
                error USAGE  polar does not know 'chekc'
                  next        did you mean 'check'? Or see polar --help
                """, run.err());
    }

    @Test
    void a_misspelt_option_says_which_one_was_meant() {
        var run = new Run.At(home).polar("pack", "--kee", "x");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("polar pack does not know '--kee'"), run.err());
        assertTrue(run.err().contains("did you mean '--key'? Or see polar pack --help"), run.err());
    }

    @Test
    void a_group_names_the_words_that_may_follow() {
        var run = new Run.At(home).polar("key");
        assertEquals(2, run.exit());
        assertEquals("error USAGE  a word is missing: new, show, change\n  next        polar key --help\n", run.err());
    }
}

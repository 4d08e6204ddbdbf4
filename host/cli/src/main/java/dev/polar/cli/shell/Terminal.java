package dev.polar.cli.shell;

import dev.polar.trust.text.CleanText;
import jakarta.json.JsonValue;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where results go, where questions and progress go, and who answers. Whatever is written here has lost its control
 * characters and hidden characters before, line by line: nothing from a package or a host reaches the terminal raw.
 *
 * @param prompt a person, if one is there
 * @param colour whether colour may be used; it never carries meaning alone
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, Optional<Prompt> prompt, boolean colour) {

    /** The terminal of this process. */
    public static Terminal ofThisProcess(CliSettings settings) {
        var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                console.map(Terminal::asking),
                console.isPresent() && !settings.plain());
    }

    /** A result. */
    public void say(String line) {
        out.println(CleanText.strip(line));
    }

    /** A result for programs, on one line and in ASCII alone. */
    public void say(JsonValue value) {
        out.println(JsonText.of(value));
    }

    /** Progress, or what a question needs to be understood. */
    public void tell(String line) {
        err.println(CleanText.strip(line));
    }

    /** Trouble: the word in red, where there is colour. */
    void alarm(String word, String rest) {
        err.println((colour ? "\u001b[31m" + word + "\u001b[0m" : word) + CleanText.strip(rest));
    }

    private static Prompt asking(Console console) {
        return new Prompt() {
            @Override
            public String line(String question) {
                System.err.print(CleanText.strip(question) + " ");
                System.err.flush();
                var line = console.readLine();
                return line == null ? "" : line.strip();
            }

            @Override
            public char[] secret(String question) {
                System.err.print(CleanText.strip(question) + ": ");
                System.err.flush();
                var typed = console.readPassword();
                return typed == null ? new char[0] : typed;
            }
        };
    }
}

package dev.polar.cli;

import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Prompt;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the command line, and what it said. */
record Run(int exit, String out, String err) {

    /** What is written to standard output as one JSON object. */
    JsonObject json() {
        return StrictJson.object(out.strip().getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }

    /** A person's home, from which commands are run. */
    static final class At {
        private final Path home;
        private final Map<String, String> environment = new HashMap<>();
        private Optional<List<String>> answers = Optional.empty();
        private byte[] in = {};
        private Optional<Path> distribution = Optional.empty();

        At(Path home) {
            this.home = home;
        }

        At with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Somebody sits there and gives these answers, then none. */
        At answering(String... lines) {
            answers = Optional.of(List.of(lines));
            return this;
        }

        At reading(String text) {
            in = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        At from(Path polarHome) {
            distribution = Optional.of(polarHome);
            return this;
        }

        Run polar(Object... args) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var error = new PrintStream(err, true, StandardCharsets.UTF_8);
            var terminal = new Terminal(
                    new ByteArrayInputStream(in),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    error,
                    answers.map(lines -> new Scripted(new ArrayDeque<>(lines), error)),
                    false);
            var words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
            int exit = Polar.run(new Shell(terminal, new CliSettings(environment, home, distribution)), words);
            return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private record Scripted(ArrayDeque<String> lines, PrintStream err) implements Prompt {
        @Override
        public String line(String question) {
            err.println(question);
            return lines.isEmpty() ? "" : lines.removeFirst();
        }

        @Override
        public char[] secret(String question) {
            return line(question).toCharArray();
        }
    }
}

package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A command line, taken apart. */
sealed interface Launch {
    /**
     * A launcher of the npm registry.
     *
     * @param command which command of the package; its own where it is not said
     */
    record Registry(NpmSpec spec, Optional<String> command, List<String> args) implements Launch {}

    /**
     * An interpreter and the file it reads.
     *
     * @param runtime {@code node}, {@code python3} or {@code java}
     * @param options those that go before the file
     */
    record File(String runtime, List<String> options, String file, List<String> args) implements Launch {}

    Set<String> FETCHERS = Set.of(
            "uvx",
            "uv",
            "pipx",
            "pip",
            "docker",
            "podman",
            "bunx",
            "bun",
            "deno",
            "go",
            "cargo",
            "curl",
            "wget",
            "nix",
            "mise",
            "conda",
            "sh",
            "bash",
            "zsh",
            "dash",
            "fish",
            "cmd",
            "powershell",
            "pwsh");

    /** Options of interpreters that name further code, or take a value that would be taken for the file. */
    Set<String> MORE_CODE = Set.of(
            "-e",
            "--eval",
            "-p",
            "--print",
            "-r",
            "--require",
            "--import",
            "--loader",
            "--experimental-loader",
            "-c",
            "-m",
            "-cp",
            "-classpath",
            "--class-path",
            "--module-path",
            "-");

    /**
     * @throws Refusal {@code LAUNCHER_FETCHES}, {@code COMMAND_NOT_PACKAGED}
     */
    static Launch of(List<String> words) {
        if (words.isEmpty()) {
            throw new Refusal(Code.USAGE, "there is no command after --", "polar import -- COMMAND ARGS...");
        }
        var program = Path.of(words.getFirst()).getFileName();
        var name = program == null ? words.getFirst() : program.toString();
        var rest = words.subList(1, words.size());
        return switch (name) {
            case "npx", "pnpx" -> registry(name, rest);
            case "npm" -> after(name, rest, Set.of("exec", "x"));
            case "pnpm", "yarn" -> after(name, rest, Set.of("dlx"));
            case "node", "nodejs" -> file("node", rest);
            case "python", "python3" -> file("python3", rest);
            case "java" -> jar(rest);
            default -> throw unknown(name, words.getFirst());
        };
    }

    private static Refusal unknown(String name, String word) {
        return FETCHERS.contains(name)
                ? fetches("'" + name + "' can fetch what it runs, and Polar cannot resolve it beforehand")
                : new Refusal(
                        Code.COMMAND_NOT_PACKAGED,
                        "'" + CleanText.line(word) + "' is a program of this machine and would not be in the package",
                        "name an npm package with npx, or a file with node, python3 or java -jar");
    }

    private static Refusal fetches(String why) {
        return new Refusal(
                Code.LAUNCHER_FETCHES,
                why,
                "import its files with node, python3 or java -jar, or run it yourself and import its URL");
    }

    private static Launch after(String launcher, List<String> words, Set<String> verbs) {
        if (words.isEmpty() || !verbs.contains(words.getFirst())) {
            throw fetches("'" + launcher + "' can run anything; only '" + launcher + " "
                    + verbs.iterator().next() + "' is understood");
        }
        return registry(launcher, words.subList(1, words.size()));
    }

    private static Launch registry(String launcher, List<String> words) {
        var rest = new ArrayList<>(words);
        var wanted = Optional.<String>empty();
        while (!rest.isEmpty() && rest.getFirst().startsWith("-")) {
            var option = rest.removeFirst();
            if (option.startsWith("--package=")) {
                wanted = Optional.of(option.substring("--package=".length()));
            } else if ((option.equals("-p") || option.equals("--package")) && !rest.isEmpty()) {
                wanted = Optional.of(rest.removeFirst());
            } else if (!Set.of("-y", "--yes", "-q", "--quiet", "--silent", "--").contains(option)) {
                throw fetches("'" + launcher + " " + CleanText.line(option) + "' is not understood");
            }
        }
        if (rest.isEmpty()) {
            throw fetches("'" + launcher + "' is given no package");
        }
        var first = rest.removeFirst();
        if (!rest.isEmpty() && rest.getFirst().equals("--") && launcher.equals("npm")) {
            rest.removeFirst();
        }
        var text = wanted.orElse(first);
        var spec = NpmSpec.parse(text)
                .orElseThrow(() -> fetches("'" + CleanText.line(text) + "' is not a package of the npm registry"));
        return new Registry(spec, wanted.map(given -> first), List.copyOf(rest));
    }

    private static Launch file(String runtime, List<String> words) {
        int i = 0;
        while (i < words.size() && words.get(i).startsWith("-")) {
            if (MORE_CODE.contains(words.get(i).split("=", 2)[0])) {
                throw notPackaged(runtime, words.get(i));
            }
            i++;
        }
        if (i == words.size()) {
            throw notPackaged(runtime, "");
        }
        return new File(runtime, words.subList(0, i), words.get(i), words.subList(i + 1, words.size()));
    }

    private static Launch jar(List<String> words) {
        int jar = words.indexOf("-jar");
        var options = words.subList(0, Math.max(0, jar));
        if (jar < 0 || jar + 1 == words.size()) {
            throw notPackaged("java", "");
        }
        for (var option : options) {
            if (!option.startsWith("-") || MORE_CODE.contains(option) || option.startsWith("-javaagent")) {
                throw notPackaged("java", option);
            }
        }
        var before = new ArrayList<>(options);
        before.add("-jar");
        return new File("java", before, words.get(jar + 1), words.subList(jar + 2, words.size()));
    }

    private static Refusal notPackaged(String runtime, String option) {
        return new Refusal(
                Code.COMMAND_NOT_PACKAGED,
                option.isEmpty()
                        ? "'" + runtime + "' is given no file to run"
                        : "what '" + runtime + " " + CleanText.line(option) + "' runs cannot be told and packed",
                runtime.equals("java") ? "name a jar: java -jar FILE" : "name a file: " + runtime + " FILE");
    }
}

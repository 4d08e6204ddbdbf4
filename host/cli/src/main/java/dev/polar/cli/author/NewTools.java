package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar new tools}. */
@Command(
        description = "Write a Maven project for a plugin with tools: code, manifest, test.",
        footer = {"  polar new tools hello", "  polar new tools acme.weather --osgi --dir weather"})
final class NewTools implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "NAMESPACE.NAME, or NAME for local.NAME.")
    @Nullable
    String name;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to; otherwise a new directory NAME.")
    @Nullable
    Path directory;

    @Option(names = "--osgi", description = "An OSGi bundle, which other plugins can build upon; otherwise PF4J.")
    boolean osgi;

    @Mixin
    JsonFlag json = new JsonFlag();

    NewTools(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var plugin = ProjectFiles.plugin(Objects.requireNonNull(name));
        var to = directory == null ? Path.of(ToolsProject.artifact(plugin)) : directory;
        ProjectFiles.requireFree(to);
        var files = new ToolsProject(plugin, osgi, repository()).write(to);
        new NewProject(plugin, to, files).say(shell, json, "cd " + to + " && mvn package && polar pack target/plugin");
        return ExitCode.DONE;
    }

    private Path repository() {
        return shell.settings()
                .distribution()
                .map(home -> home.resolve("repository"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new Refusal(
                        Code.INTERNAL,
                        "this 'polar' comes without the repository that plugins build against",
                        "start it with the launcher 'polar'"));
    }
}

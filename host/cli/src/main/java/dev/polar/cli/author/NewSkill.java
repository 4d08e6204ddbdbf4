package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar new skill}. */
@Command(
        description = "Write a plugin that is a skill whose script answers a tool, in its own cage.",
        footer = {"  polar new skill words", "  polar new skill acme.words --dir words"})
final class NewSkill implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "NAMESPACE.NAME, or NAME for local.NAME.")
    @Nullable
    String name;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to; otherwise a new directory NAME.")
    @Nullable
    Path directory;

    @Mixin
    JsonFlag json = new JsonFlag();

    NewSkill(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var plugin = ProjectFiles.plugin(Objects.requireNonNull(name));
        var skill = ToolsProject.artifact(plugin);
        var to = directory == null ? Path.of(skill) : directory;
        ProjectFiles.requireFree(to);
        var files = new LinkedHashMap<String, String>();
        files.put("plugin.json", "plugin.json");
        files.put("skills/" + skill + "/SKILL.md", "SKILL.md");
        files.put("skills/" + skill + "/scripts/count.py", "count.py");
        var values = Map.of("plugin", plugin.name(), "skill", skill);
        files.forEach((file, template) -> ProjectFiles.write(
                to.resolve(file), ProjectFiles.filled(ProjectFiles.template("skill/" + template), values)));
        new NewProject(plugin, to, List.copyOf(files.keySet()))
                .say(shell, json, "polar check " + to + " && polar pack " + to);
        return ExitCode.DONE;
    }
}

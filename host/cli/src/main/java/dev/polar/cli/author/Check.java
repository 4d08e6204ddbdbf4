package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.packages.FileTree;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.skill.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code polar check}. */
@Command(
        description = "Check a plugin's directory or package: container, manifest, code, skills.",
        footer = "  polar check weather")
final class Check implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "DIR|FILE", description = "A directory with a plugin.json, or a .polar file.")
    @Nullable
    Path plugin;

    @Mixin
    JsonFlag json = new JsonFlag();

    Check(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var inspection = Inspection.of(entries(Objects.requireNonNull(plugin)));
        if (json.set()) {
            var object = StrictJson.provider().createObjectBuilder();
            inspection
                    .manifest()
                    .ifPresent(manifest -> object.add("name", manifest.name().name())
                            .add("version", manifest.version().toString()));
            shell.terminal()
                    .say(object.add("ok", inspection.publishable())
                            .add("findings", FindingText.json(inspection.findings()))
                            .build());
        } else {
            FindingText.print(inspection.findings(), shell.terminal()::say);
            shell.terminal().say(inspection.summary());
            shell.terminal().say(inspection.publishable() ? "ok" : "not ready: " + counts(inspection));
        }
        return inspection.publishable() ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private static List<Entry> entries(Path plugin) {
        return Files.isDirectory(plugin)
                ? FileTree.read(plugin)
                : PackageFile.read(plugin).archive().entries();
    }

    private static String counts(Inspection inspection) {
        long errors = inspection.count(Severity.ERROR) + inspection.count(Severity.DANGER);
        return errors + (errors == 1 ? " error" : " errors");
    }
}

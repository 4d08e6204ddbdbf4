package dev.polar.cli.author;

import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import java.nio.file.Path;
import java.util.List;

/** What {@code polar new} wrote. */
record NewProject(PluginId plugin, Path directory, List<String> files) {
    /** @param next the command that goes on from here */
    void say(Shell shell, JsonFlag json, String next) {
        if (json.set()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder()
                            .add("name", plugin.name())
                            .add("directory", directory.toString())
                            .add("files", StrictJson.provider().createArrayBuilder(files))
                            .build());
        } else {
            shell.terminal().say(plugin + " in " + directory);
            files.forEach(file -> shell.terminal().say("  " + file));
            shell.terminal().say("next  " + next);
        }
    }
}

package dev.polar.host;

import dev.polar.adminapi.Problem;
import dev.polar.host.backup.Restoring;
import dev.polar.spi.Refusal;
import jakarta.json.bind.JsonbBuilder;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that restores in place of a host: {@code --restore FILE --digest sha256:... --rehearse yes}, and where to as
 * a host is told. Its last line on standard output is a {@code Restored} or a {@code Problem} as JSON.
 */
final class RestoreProcess {
    private RestoreProcess() {}

    /** Returns the exit code. */
    static int run(Settings settings, Map<String, String> flags) {
        var restoring = new Restoring(
                settings.dataDir().value(),
                settings.cacheDir().value(),
                settings.databaseUrl().value());
        try {
            say(restoring.from(
                    Path.of(flags.get("--restore")),
                    flags.getOrDefault("--digest", ""),
                    flags.getOrDefault("--rehearse", "no").equals("yes")));
            return 0;
        } catch (Refusal refusal) {
            say(Problem.of(refusal));
            return 1;
        }
    }

    private static void say(Object answer) {
        System.out.println(JsonbBuilder.create().toJson(answer));
    }
}

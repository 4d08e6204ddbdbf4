package dev.polar.host;

import dev.polar.adminapi.Problem;
import dev.polar.host.backup.Restoring;
import dev.polar.spi.Refusal;
import jakarta.json.bind.JsonbBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process that restores in place of a host: {@code --restore FILE --digest sha256:... --rehearse yes}, and where to as
 * a host is told. Its last line on standard output is a {@code Restored} or a {@code Problem} as JSON.
 *
 * @param digest of the whole file, or empty
 */
record RestoreProcess(Path file, String digest, boolean rehearsal) {

    /** Takes its own flags away from those of a host, if they are there. */
    static Optional<RestoreProcess> asked(Map<String, String> flags) {
        var file = Optional.ofNullable(flags.remove("--restore"));
        var digest = Optional.ofNullable(flags.remove("--digest")).orElse("");
        var rehearsal = "yes".equals(flags.remove("--rehearse"));
        return file.map(name -> new RestoreProcess(Path.of(name), digest, rehearsal));
    }

    /** Returns the exit code. */
    int run(Settings settings) {
        var restoring = new Restoring(
                settings.dataDir().value(),
                settings.cacheDir().value(),
                settings.databaseUrl().value());
        try {
            say(restoring.from(file, digest, rehearsal));
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

package dev.polar.worker;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.rpc.Wire;
import dev.polar.runtime.worker.Method;
import dev.polar.runtime.worker.WorkerImage;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has a worker load one plugin after the other, outside of any cage and unheard, and lets the JVM write down what it needed
 * (JDK AOT cache), so that the next worker starts in a fraction of the time. Its arguments are the folder of modules, the
 * cache to make, and folders of plugins of the distribution's own.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"));
        var image = WorkerImage.ofModules(java, Path.of(arguments[0]).toRealPath(), Optional.empty());
        var cache = Path.of(arguments[1]);
        var recorded = cache.resolveSibling(cache.getFileName() + ".config");
        var plugins = List.of(arguments).subList(2, arguments.length);
        try {
            var worker = started(image, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded));
            try (var in = worker.getOutputStream();
                    var out = worker.inputReader()) {
                for (int i = 0; i < plugins.size(); i++) {
                    in.write(start(i, Path.of(plugins.get(i)).toRealPath()));
                    in.write('\n');
                    in.flush();
                    out.readLine();
                }
            }
            worker.waitFor();
            // In two steps: a worker starts no other program, not even the JVM that would write the cache.
            started(image, List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + cache))
                    .waitFor();
        } finally {
            Files.deleteIfExists(recorded);
        }
    }

    private static Process started(WorkerImage image, List<String> options) throws IOException {
        var command = new ArrayList<>(image.command(Cage.Limits.DEFAULT));
        command.addAll(1, options);
        command.replaceAll(word -> word.replace(Cage.TMP, "/tmp"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static byte[] start(int ordinal, Path plugin) {
        var json = StrictJson.provider();
        return Wire.request(
                ordinal,
                Method.START,
                json.createObjectBuilder()
                        .add(
                                "packages",
                                json.createArrayBuilder()
                                        .add(json.createObjectBuilder()
                                                .add(
                                                        "plugin",
                                                        plugin.getFileName().toString())
                                                .add("version", "0.0.0")
                                                .add("digest", "sha256:" + "0".repeat(64))
                                                .add("ordinal", ordinal)
                                                .add("directory", plugin.toString())
                                                .add("on", json.createArrayBuilder())))
                        .build());
    }
}

package dev.polar.host.lifecycle;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A Java process with the classes of this one, for a test that starts very many: one run that ends by itself trains the
 * others, which then load most classes from a cache. Only jars can be cached, so directories of classes become some.
 */
final class TrainedProcess {
    private final Path cache;
    private final String classPath;

    private TrainedProcess(Path cache, String classPath) {
        this.cache = cache;
        this.classPath = classPath;
    }

    static TrainedProcess by(Class<?> training, Path directory, String... arguments)
            throws IOException, InterruptedException {
        var parts = new ArrayList<String>();
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            parts.add(
                    Files.isDirectory(Path.of(part))
                            ? jar(Path.of(part), directory.resolve(parts.size() + ".jar"))
                            : part);
        }
        var trained = new TrainedProcess(directory.resolve("classes.aot"), String.join(File.pathSeparator, parts));
        var log = directory.resolve("training.log").toFile();
        new ProcessBuilder(trained.command("-XX:AOTCacheOutput=" + trained.cache, training, arguments))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        if (!Files.exists(trained.cache)) {
            throw new IllegalStateException("nothing was trained: " + Files.readString(log.toPath()));
        }
        return trained;
    }

    List<String> command(Class<?> main, String... arguments) {
        return command("-XX:AOTCache=" + cache, main, arguments);
    }

    private List<String> command(String use, Class<?> main, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(
                        Stream.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xlog:disable",
                                use,
                                "-cp",
                                classPath,
                                main.getName()),
                        Stream.of(arguments))
                .toList();
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar.toString();
    }
}

package dev.polar.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The host alone, without a command line around it: from the start of its process to the first answer at its door. */
final class Boot {
    private static final long PATIENCE_SECONDS = 120;

    private Boot() {}

    static double millis(Path root, Path data) throws IOException, InterruptedException {
        int port = ReferenceServer.freePort();
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var builder = new ProcessBuilder(List.of(
                        java.toString(),
                        "@" + root.resolve("dist/polar/host.args"),
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("boot.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("POLAR_"));
        long start = System.nanoTime();
        var process = builder.start();
        try {
            while (!answers(URI.create("http://127.0.0.1:" + port + "/mcp"))) {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the host ended before it answered");
                }
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IOException("the host does not answer");
                }
            }
            return (System.nanoTime() - start) / 1e6;
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** Without a token it says no, which is an answer. */
    private static boolean answers(URI url) throws IOException {
        try (var connection = new HttpConnection(url)) {
            return connection.post(Map.of(), "{}").status() == 401;
        } catch (ConnectException notYet) {
            return false;
        }
    }
}

package dev.polar.cli;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A host process: says what it was started with, answers, and ends when it is told to. */
final class FakeMain {
    private FakeMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var data = Path.of(args[1]);
        System.out.println("started with " + String.join(" ", args));
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("POLAR_"))
                .sorted()
                .forEach(name -> System.out.println("environment " + name));
        if (Files.exists(data.resolve("taken"))) {
            System.err.println("error PORT_TAKEN  port 7777 is in use");
            System.exit(1);
        }
        var end = new CountDownLatch(1);
        long pid = ProcessHandle.current().pid();
        var status = new Status(
                true, pid, "0", "http://127.0.0.1:7/mcp", "", args[1], "", "", 0, 0, 0, "", List.of(), List.of());
        try (var host = new FakeHost(
                data,
                before -> before.get("/v1/status", status)
                        .get("/v1/keys", new Keys("", "", List.of("ada")))
                        .post("/v1/down", bytes -> {
                            end.countDown();
                            return new Done("ending", Map.of(), List.of());
                        }))) {
            end.await();
        }
    }
}

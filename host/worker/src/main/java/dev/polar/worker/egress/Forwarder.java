package dev.polar.worker.egress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a command beside a way out: {@code Forwarder SOCKET -- COMMAND ARGUMENT...}. It ends with the command, as it ended. */
public final class Forwarder {
    private static final int NOT_STARTED = 127;

    private Forwarder() {}

    public static void main(String[] words) {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) {
        if (words.size() < 3 || !words.get(1).equals("--")) {
            System.err.println("a socket, --, and a command are needed");
            return NOT_STARTED;
        }
        try (var way = Way.open(Path.of(words.getFirst()), Way.PORT)) {
            return command(words.subList(2, words.size()));
        } catch (IOException e) {
            System.err.println("not started: " + e.getMessage());
            return NOT_STARTED;
        }
    }

    /** Standard streams are the command's own from the start: no byte of them passes through here. */
    private static int command(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            return NOT_STARTED;
        }
    }
}

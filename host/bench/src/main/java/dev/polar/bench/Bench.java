package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Runs the parts that are named, all of them unless told, and prints a page in Markdown. */
public final class Bench {
    private Bench() {}

    public static void main(String[] parts) throws Exception {
        var root = Path.of(System.getProperty("polar.root", ".")).toAbsolutePath();
        var chosen = parts.length == 0
                ? List.of(
                        "gate",
                        "admission",
                        "policy",
                        "approval",
                        "mcp",
                        "revoke",
                        "update",
                        "neighbour",
                        "worker",
                        "relay",
                        "hostile",
                        "replay",
                        "cli")
                : List.of(parts);
        var target = Files.createDirectories(root.resolve("host/bench/target"));
        var scratch = Files.createTempDirectory(target, "work-");
        System.out.println(Machine.describe(root));
        try {
            for (var part : chosen) {
                System.err.println("measuring: " + part);
                System.out.println(
                        switch (part) {
                            case "gate" -> GatePart.run(scratch);
                            case "admission" -> AdmissionPart.run(scratch);
                            case "policy" -> PolicyPart.run(scratch);
                            case "approval" -> ApprovalPart.run(scratch);
                            case "neighbour" -> NeighbourPart.run(root, scratch);
                            case "mcp" -> McpPart.run(root, scratch);
                            case "revoke" -> RevokePart.run(scratch);
                            case "relay" -> RelayPart.run(scratch);
                            case "hostile" -> HostilePart.run(root, scratch);
                            case "replay" -> ReplayPart.run(scratch);
                            case "update" -> UpdatePart.run(root, scratch);
                            case "worker" -> WorkerPart.run(root, scratch);
                            case "cli" -> CliPart.run(root, scratch);
                            default -> throw new IllegalArgumentException("there is no part '" + part + "'");
                        });
            }
        } finally {
            delete(scratch);
        }
        System.out.println("Load average at the end: " + Machine.load() + ".");
    }

    private static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + directory);
        }
    }
}

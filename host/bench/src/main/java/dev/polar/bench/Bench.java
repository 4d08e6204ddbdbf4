package dev.polar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs the parts that are named, all of them unless told, and prints a page in Markdown. */
public final class Bench {
    private Bench() {}

    public static void main(String[] words) throws Exception {
        var parts = new ArrayList<>(List.of(words));
        int cycles = cycles(parts);
        var root = Path.of(System.getProperty("polar.root", ".")).toAbsolutePath();
        var chosen = parts.isEmpty()
                ? List.of(
                        "gate",
                        "audit",
                        "admission",
                        "policy",
                        "approval",
                        "mcp",
                        "catalogue",
                        "peers",
                        "revoke",
                        "update",
                        "neighbour",
                        "worker",
                        "relay",
                        "hostile",
                        "replay",
                        "keeping",
                        "cli")
                : parts;
        var target = Files.createDirectories(root.resolve("host/bench/target"));
        var scratch = Files.createTempDirectory(target, "work-");
        System.out.println(Machine.describe(root));
        try {
            for (var part : chosen) {
                System.err.println("measuring: " + part);
                System.out.println(
                        switch (part) {
                            case "gate" -> GatePart.run(scratch);
                            case "audit" -> AuditPart.run(scratch);
                            case "admission" -> AdmissionPart.run(scratch);
                            case "policy" -> PolicyPart.run(scratch);
                            case "approval" -> ApprovalPart.run(scratch);
                            case "neighbour" -> NeighbourPart.run(root, scratch, cycles);
                            case "mcp" -> McpPart.run(root, scratch);
                            case "catalogue" -> CataloguePart.run(scratch);
                            case "peers" -> PeersPart.run(root, scratch);
                            case "revoke" -> RevokePart.run(scratch);
                            case "relay" -> RelayPart.run(scratch);
                            case "hostile" -> HostilePart.run(root, scratch);
                            case "replay" -> ReplayPart.run(scratch);
                            case "keeping" -> KeepingPart.run(scratch);
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

    /** Takes {@code --cycles N} out of the words; 0 if it is not there. */
    private static int cycles(List<String> words) {
        int at = words.indexOf("--cycles");
        if (at < 0) {
            return 0;
        }
        int cycles = Integer.parseInt(words.get(at + 1));
        words.subList(at, at + 2).clear();
        return cycles;
    }

    private static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + directory);
        }
    }
}

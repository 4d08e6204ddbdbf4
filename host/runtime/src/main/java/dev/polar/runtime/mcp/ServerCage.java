package dev.polar.runtime.mcp;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.NetListen;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.StorageAccess.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The cage of a stdio server: what its command needs and its grant allows.
 *
 * @param files the package's files on the host
 * @param data its {@code $DATA} on the host
 */
record ServerCage(String label, Interpreters interpreters, Grant grant, Path files, Supplier<Path> data) {
    private static final Set<String> LAUNCHERS =
            Set.of("npx", "npm", "pnpm", "yarn", "bunx", "bun", "deno", "uvx", "uv", "pipx", "pip", "docker", "podman");

    /** What the cage replaces by its own; granting it would undo the cage. */
    private static final List<Path> NEVER = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    Cage of(McpServer.Stdio server) {
        withoutNetwork();
        var command = new ArrayList<String>();
        var programs = new ArrayList<Path>();
        server.entry().ifPresent(entry -> command.add(packaged(entry)));
        server.runtime().map(this::interpreter).ifPresent(program -> {
            command.add(program.toString());
            programs.addAll(Interpreters.needed(program));
        });
        server.args().forEach(arg -> command.add(expand(arg)));
        return new Cage(
                files,
                dataAsGranted(),
                shares(),
                programs,
                environment(server),
                directory(server),
                command,
                Optional.empty(),
                Cage.Limits.DEFAULT);
    }

    private void withoutNetwork() {
        if (grant.permissions().stream()
                .anyMatch(p -> p.access() instanceof NetConnect || p.access() instanceof NetListen)) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    label + " was granted the network; network for confined servers needs the egress relay, which this"
                            + " version does not have",
                    "run it without net permissions, or as a remote server");
        }
    }

    private String packaged(String entry) {
        if (!Files.isExecutable(files.resolve(entry))) {
            throw new Refusal(
                    Code.START_FAILED,
                    label + ": './" + entry + "' is not an executable file of the package",
                    "put a runtime in front of it: node, python3 or java");
        }
        return Cage.ROOT + "/" + entry;
    }

    private Path interpreter(String name) {
        return interpreters.resolve(name).orElseThrow(() -> {
            var listed = new TreeMap<>(interpreters.programs()).keySet();
            return LAUNCHERS.contains(name)
                    ? new Refusal(
                            Code.LAUNCHER_FETCHES,
                            label + ": '" + name + "' fetches what it runs",
                            "polar import -- " + name + " ... packs what it would fetch")
                    : new Refusal(
                            Code.COMMAND_NOT_PACKAGED,
                            label + ": '" + name + "' is neither in the package nor one of the listed runtimes "
                                    + listed,
                            "install it where distributions do, or list it");
        });
    }

    private Cage.Data dataAsGranted() {
        if (allowed(Verb.WRITE)) {
            return new Cage.Data.Writable(data.get());
        }
        return allowed(Verb.READ) ? new Cage.Data.ReadOnly(data.get()) : new Cage.Data.Fleeting();
    }

    private boolean allowed(Verb verb) {
        return !grant.allowing(new StorageAccess(verb, StorageAccess.DATA)).isEmpty();
    }

    private List<Cage.Share> shares() {
        var writable = new HashMap<Path, Boolean>();
        for (var permission : grant.permissions()) {
            if (permission.access() instanceof StorageAccess storage
                    && !storage.path().equals(StorageAccess.DATA)) {
                writable.merge(checked(Path.of(storage.path())), storage.verb() == Verb.WRITE, Boolean::logicalOr);
            }
        }
        // Outer ones first: what is mounted later lies above.
        return new TreeMap<>(writable)
                .entrySet().stream()
                        .map(share -> new Cage.Share(share.getKey(), share.getValue()))
                        .toList();
    }

    private Path checked(Path granted) {
        try {
            if (granted.getNameCount() > 0
                    && NEVER.stream().noneMatch(granted::startsWith)
                    && granted.toRealPath().equals(granted)) {
                return granted;
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.START_FAILED, label + ": " + granted + ", which it was granted, is not there", "create it");
        }
        throw new Refusal(
                Code.ISOLATION_UNAVAILABLE,
                label + ": " + granted
                        + " cannot be shown to a confined process: it is a link, or not a folder of files",
                "grant the folder that is meant");
    }

    private Map<String, String> environment(McpServer.Stdio server) {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", Cage.DATA);
        environment.put("TMPDIR", "/tmp");
        environment.put("LANG", "C.UTF-8");
        server.env().forEach((name, value) -> environment.put(name, expand(value)));
        environment.put("PLUGIN_ROOT", Cage.ROOT);
        environment.put("PLUGIN_DATA", Cage.DATA);
        return environment;
    }

    private String directory(McpServer.Stdio server) {
        var directory = server.cwd().map(this::expand).orElse(Cage.ROOT);
        return directory.startsWith(".")
                ? Path.of(Cage.ROOT, directory).normalize().toString()
                : directory;
    }

    private String expand(String text) {
        return McpServer.Stdio.expand(text, Cage.ROOT, Cage.DATA);
    }
}

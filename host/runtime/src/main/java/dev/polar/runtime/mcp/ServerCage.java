package dev.polar.runtime.mcp;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Granted;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.permission.Grant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param secrets the values it may see, by variable; they go before what its declaration sets
 */
record ServerCage(
        String label,
        Interpreters interpreters,
        Grant grant,
        Path files,
        Supplier<Path> data,
        Supplier<Map<String, String>> secrets) {
    private static final Set<String> LAUNCHERS =
            Set.of("npx", "npm", "pnpm", "yarn", "bunx", "bun", "deno", "uvx", "uv", "pipx", "pip", "docker", "podman");

    Cage of(McpServer.Stdio server) {
        var granted = new Granted(label, grant, data);
        granted.withoutPorts();
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
                granted.dataAsGranted(),
                granted.shares(),
                programs,
                environment(server),
                directory(server),
                command,
                Optional.empty(),
                Cage.Limits.DEFAULT);
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

    private Map<String, String> environment(McpServer.Stdio server) {
        var environment = new TreeMap<String, String>();
        var hosts = Granted.environment();
        environment.putAll(hosts);
        server.env().forEach((name, value) -> environment.put(name, expand(value)));
        environment.putAll(secrets.get());
        environment.put("PLUGIN_ROOT", hosts.get("PLUGIN_ROOT"));
        environment.put("PLUGIN_DATA", hosts.get("PLUGIN_DATA"));
        return environment;
    }

    private String directory(McpServer.Stdio server) {
        var directory = server.cwd().map(this::expand).orElse(Cage.ROOT);
        return directory.startsWith(".") ? Cage.ROOT + Path.of("/", directory).normalize() : directory;
    }

    private String expand(String text) {
        return McpServer.Stdio.expand(text, Cage.ROOT, Cage.DATA);
    }
}

package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts servers into a draft, with everything they run. */
final class ServerPackaging {
    private static final String VENDOR = "dev.polar/vendor";

    private final Npm npm;
    private final Draft draft;

    ServerPackaging(Npm npm, Draft draft) {
        this.npm = npm;
        this.draft = draft;
    }

    /** A server elsewhere; its URL keeps to the rules of {@code mcp.json}. */
    void endpoint(String name, URI url) {
        var server = new McpServer.Remote(name, McpServer.Transport.STREAMABLE_HTTP, url, Map.of());
        McpServers.parse(new McpServers(List.of(server)).toBytes());
        draft.add(server);
    }

    /** The server of a command line; the package is named after it and has its version. */
    void command(List<String> words, Path directory) {
        var launch = Launch.of(words);
        var arguments = new Arguments(draft, directory);
        switch (launch) {
            case Launch.Registry registry -> {
                var tree =
                        vendored(registry, VENDOR, arguments, registry.spec().shortName(), Map.of(), Optional.empty());
                draft.describe(about(tree), version(tree.version()));
            }
            case Launch.File file -> copied(file, directory, arguments);
        }
    }

    /** A server of a plugin directory that was declared with a launcher. */
    void launched(McpServer.Stdio server, Launch.Registry registry, Path directory) {
        vendored(
                registry,
                VENDOR + "/" + server.name(),
                new Arguments(draft, directory),
                server.name(),
                server.env(),
                server.cwd());
    }

    private NpmTree vendored(
            Launch.Registry registry,
            String vendor,
            Arguments arguments,
            String name,
            Map<String, String> env,
            Optional<String> cwd) {
        var scratch = scratch();
        try {
            var tree = npm.install(registry.spec(), scratch);
            var program = tree.program(registry.command());
            new VendoredFiles(draft).copy(tree.modules(), vendor + "/node_modules");
            draft.add(vendor + "/" + Provenance.FILE, Provenance.of(tree.packages()));
            tree.optionalScripts()
                    .forEach(script -> draft.find(
                            vendor,
                            "install-script",
                            Severity.WARNING,
                            "'" + CleanText.line(script)
                                    + "' would run a script when it is installed; it was not run"));
            draft.find(
                    McpServers.FILE,
                    "vendored",
                    Severity.NOTE,
                    "'" + registry.spec() + "' was resolved to " + tree.spec().name() + " "
                            + CleanText.line(tree.version()) + "; "
                            + tree.packages().size()
                            + " packages of the registry are in " + vendor);
            var args = new ArrayList<String>();
            args.add("./" + vendor + "/node_modules/" + program);
            args.addAll(arguments.of(registry.args()));
            draft.add(new McpServer.Stdio(serverName(name), "node", rooted(args, cwd), env, cwd));
            return tree;
        } finally {
            delete(scratch);
        }
    }

    /** A relative path is the package's only where the server starts in its root. */
    private static List<String> rooted(List<String> args, Optional<String> cwd) {
        if (cwd.isPresent()) {
            args.set(0, "${PLUGIN_ROOT}" + args.getFirst().substring(1));
        }
        return args;
    }

    private void copied(Launch.File launch, Path directory, Arguments arguments) {
        var file = real(directory.resolve(launch.file()), launch);
        var root = PackageRoot.of(launch.runtime(), file);
        if (root.isPresent()) {
            new VendoredFiles(draft).copy(root.get(), VENDOR);
        } else {
            draft.add(VENDOR + "/" + file.getFileName(), bytes(file));
        }
        var entry = VENDOR + "/" + root.map(tree -> tree.relativize(file)).orElse(file.getFileName());
        var args = new ArrayList<>(launch.options());
        args.add("./" + entry);
        args.addAll(arguments.of(launch.args()));
        var name = file.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]+$", "");
        draft.add(new McpServer.Stdio(serverName(name), launch.runtime(), args, Map.of(), Optional.empty()));
        if (!draft.has(entry)) {
            throw new Refusal(
                    Code.COMMAND_NOT_PACKAGED,
                    "'" + CleanText.line(launch.file()) + "' has a name that a package cannot hold",
                    "rename it");
        }
    }

    private static Path real(Path file, Launch.File launch) {
        try {
            var real = file.toRealPath();
            if (Files.isRegularFile(real)) {
                return real;
            }
        } catch (IOException e) {
            // told below
        }
        throw new Refusal(
                Code.COMMAND_NOT_PACKAGED,
                "'" + CleanText.line(launch.file()) + "' is not a file that could be packed",
                "name the file that '" + launch.runtime() + "' is to run");
    }

    private static About about(NpmTree tree) {
        return new About(
                tree.text("description"),
                Optional.empty(),
                tree.text("homepage"),
                Optional.empty(),
                tree.text("license"),
                List.of());
    }

    static Optional<Version> version(String text) {
        try {
            return Optional.of(Version.parse(text.split("\\+", 2)[0]));
        } catch (Refusal notOne) {
            return Optional.empty();
        }
    }

    /** The nearest name that {@code mcp.json} allows. */
    private static String serverName(String text) {
        var name = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "server" : name.substring(0, Math.min(64, name.length()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("polar-import-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // The system clears its temporary directory.
        }
    }
}

package dev.polar.cli.plugin;

import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.author.FindingText;
import dev.polar.cli.importing.ImportSource;
import dev.polar.cli.importing.Importer;
import dev.polar.cli.importing.Npm;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.Packer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar import}. */
@Command(
        description =
                "Make a package of what somebody else made, sign it with your key, and let it in, always confined.",
        footer = {
            "  polar import ./skills/pdf --as local.pdf",
            "  polar import --as local.everything -- npx -y @modelcontextprotocol/server-everything"
        })
final class Import extends Changing {
    /** An import has no publication; the same source gives the same package. */
    private static final Instant PUBLISHED = Instant.EPOCH;

    @Parameters(
            paramLabel = "SOURCE | -- COMMAND ARGS",
            arity = "1..*",
            description = "A skill's folder, a plugin's directory, the https address of an MCP server, or the command"
                    + " line of one: it is taken apart and never run.")
    List<String> source = List.of();

    @Option(names = "--as", paramLabel = "local.NAME", required = true, description = "The plugin's name here.")
    @Nullable
    String name;

    @Option(names = "--release", paramLabel = "VERSION", description = "Its version; otherwise what the source says.")
    @Nullable
    String version;

    Import(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        var imported = new Importer(Npm.ofThisMachine())
                .run(from(), id(), Optional.ofNullable(version).map(Version::parse));
        FindingText.print(imported.findings(), shell.terminal()::tell);
        var bytes = Packer.pack(imported.entries(), PUBLISHED, new Consenting(shell, consent).key());
        var upload =
                consent.host(shell).post("/v1/uploads", bytes, Uploaded.class).upload();
        return new Request("install", "", Map.of("upload", upload, "provenance", "imported"));
    }

    private ImportSource from() {
        if (source.size() > 1) {
            return new ImportSource.CommandLine(source, Path.of("").toAbsolutePath());
        }
        var only = source.getFirst();
        if (only.startsWith("https://")) {
            return new ImportSource.Endpoint(URI.create(only));
        }
        if (Files.isDirectory(Path.of(only))) {
            return new ImportSource.Folder(Path.of(only));
        }
        return new ImportSource.CommandLine(source, Path.of("").toAbsolutePath());
    }

    private PluginId id() {
        try {
            var id = new PluginId(Objects.requireNonNull(name));
            if (id.namespace().equals("local")) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Refusal(
                Code.USAGE, "what is imported is named local.NAME, not '" + name + "'", "--as local.everything");
    }

    @Override
    protected String question() {
        return "Import? It stays disabled until 'polar enable' starts it, confined.";
    }
}

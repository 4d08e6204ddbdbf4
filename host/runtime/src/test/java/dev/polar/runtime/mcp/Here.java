package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Needs;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Caller;
import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;

/** A host around MCP servers, as small as it can be. */
final class Here implements ServerWatch {
    static final PluginId PLUGIN = new PluginId("local.test");
    private static final GenerationId ID = new GenerationId(PLUGIN, "1.0.0", "sha256:" + "0".repeat(64), 1);

    final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Path data;
    private final InstantSource clock;

    Here(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    Here(Path data) {
        this(data, InstantSource.system());
    }

    McpGeneration load(Path files, List<String> grant, McpServer... servers) {
        Needs.confinement();
        Needs.node();
        var runtime = new McpRuntime(Needs.STARTER, Needs.confinement(), Interpreters.ofThisMachine(), this);
        return load(runtime, files, grant, servers);
    }

    McpGeneration load(McpRuntime runtime, Path files, List<String> grant, McpServer... servers) {
        return runtime.load(ID, content(files, servers), admitted(grant), around());
    }

    /** As at a start of the host. */
    McpGeneration resume(McpRuntime runtime, Path files, List<ServerOffer> approved, McpServer... servers) {
        return runtime.resume(ID, content(files, servers), admitted(List.of()), around(), approved);
    }

    private static Content content(Path files, McpServer... servers) {
        return new Content(files, new McpServers(List.of(servers)).toBytes());
    }

    private static Verdict.Admitted admitted(List<String> grant) {
        return new Verdict.Admitted(Level.LOCAL, Placement.CONFINED, Grant.parse(grant), Instant.MAX);
    }

    private Surroundings around() {
        return Surroundings.of(new Context(), () -> data);
    }

    /** A server of the package's, run by node. */
    static McpServer.Stdio node(String name, String... args) {
        return new McpServer.Stdio(name, "node", List.of(args), Map.of(), Optional.empty());
    }

    static Call call(String tool, String arguments) {
        return call(tool, arguments, new Cancellation());
    }

    static Call call(String tool, String arguments, Aside aside) {
        return call(tool, arguments).heardBy(aside);
    }

    static Call call(String name, String arguments, Cancellation cancellation) {
        return call(Target.named(PLUGIN, name), arguments, cancellation);
    }

    static Call call(Target target, String arguments, Cancellation cancellation) {
        return new Call(
                "i-1",
                target,
                json(arguments),
                new Caller.Operator("o"),
                "s-1",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"),
                Optional.empty(),
                new Usage(),
                cancellation);
    }

    static JsonObject json(String text) {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return StrictJson.object(bytes, StrictJson.Limits.bytes(1 << 24));
    }

    static Instant in(int seconds) {
        return Instant.now().plusSeconds(seconds);
    }

    private record Content(Path directory, byte[] mcpJson) implements PackageContent {
        @Override
        public Manifest manifest() {
            return Manifest.generated(PLUGIN, Version.parse("1.0.0"), About.NOTHING);
        }

        @Override
        public SortedSet<String> entries() {
            return new TreeSet<>(List.of(McpServers.FILE));
        }

        @Override
        public byte[] entry(String name) {
            try {
                return name.equals(McpServers.FILE) ? mcpJson : Files.readAllBytes(directory.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Context implements PluginContext {
        @Override
        public PluginId self() {
            return PLUGIN;
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public System.Logger log() {
            return new System.Logger() {
                @Override
                public String getName() {
                    return "test";
                }

                @Override
                public boolean isLoggable(Level level) {
                    return true;
                }

                @Override
                public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
                    log.add(message);
                }

                @Override
                public void log(Level level, ResourceBundle bundle, String format, Object... params) {
                    log.add(format);
                }
            };
        }

        @Override
        public Http http() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Documents documents() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Storage storage() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Secrets secrets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tools tools() {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public void offerChanged(GenerationId generation) {
        events.add("changed");
    }

    @Override
    public void resourcesChanged(GenerationId generation) {
        events.add("resources");
    }

    @Override
    public void resourceUpdated(GenerationId generation, String name, String uri) {
        events.add(name + " " + uri);
    }

    @Override
    public void quarantined(GenerationId generation, Refusal why) {
        events.add("quarantined " + why.code());
    }
}

package dev.polar.host.work;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Adapter;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Effect;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.ToolId;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One loaded plugin of a test: a responder, or a channel with the pages of the web plugin's own sources. */
public final class ChatPlugin implements Generation {
    public static final ToolId RESPONDER = ToolId.of("polar.responder/respond");
    public static final ToolId NOTES = ToolId.of("acme.notes/put");
    private static final PluginId WEB = new PluginId("polar.web");

    private final PluginId plugin;
    private final Map<String, ChannelAdapter> adapters;
    private final Effect effect;
    private final BiFunction<Call, String, String> answers;

    private ChatPlugin(
            PluginId plugin,
            Map<String, ChannelAdapter> adapters,
            Effect effect,
            BiFunction<Call, String, String> answers) {
        this.plugin = plugin;
        this.adapters = adapters;
        this.effect = effect;
        this.answers = answers;
    }

    /** Answers each text by that function. */
    public static ChatPlugin responder(Function<String, String> answers) {
        return responder((call, text) -> answers.apply(text));
    }

    /** Answers each text by that function, which may call other plugins while it does. */
    public static ChatPlugin responder(BiFunction<Call, String, String> answers) {
        return new ChatPlugin(RESPONDER.plugin(), Map.of(), Effect.READ, answers);
    }

    /** A tool of another plugin, {@link #NOTES}, which answers each text by that function. */
    public static ChatPlugin notes(Effect effect, Function<String, String> answers) {
        return new ChatPlugin(NOTES.plugin(), Map.of(), effect, (call, text) -> answers.apply(text));
    }

    public static ChatPlugin web(ChannelAdapter adapter) {
        return new ChatPlugin(WEB, Map.of("web", adapter), Effect.READ, (call, text) -> text);
    }

    /** A channel without an adapter, for tests that bring their own carrier. */
    public static ChatPlugin web() {
        return new ChatPlugin(WEB, Map.of(), Effect.READ, (call, text) -> text);
    }

    /** A host in which these are enabled. */
    public static Snapshot snapshot(ChatPlugin... plugins) {
        var targets = new HashMap<Target, Offered>();
        var standings = new HashMap<PluginId, Standing>();
        for (var plugin : plugins) {
            var offered = plugin.offered();
            targets.put(offered.target(), offered);
            var facts = new PluginFacts(
                    plugin.plugin, "1.0.0", 1, plugin.id().digest(), Level.LOCAL, Enforcement.DECLARED.toString());
            var grant = Grant.parse(plugin.permissions());
            standings.put(
                    plugin.plugin,
                    new Standing.Live(
                            facts, new Verdict.Admitted(Level.LOCAL, Placement.HOST, grant, Instant.MAX), plugin));
        }
        return new Snapshot(1, targets, standings);
    }

    private List<String> permissions() {
        if (plugin.equals(WEB)) {
            return List.of("channel.receive(web:*:*)", "channel.send(web:*:*)");
        }
        return plugin.equals(RESPONDER.plugin()) ? List.of("tool.call(acme.notes/*)") : List.of();
    }

    private Offered offered() {
        if (plugin.equals(WEB)) {
            return new Offered.Channel(new Target(Target.Kind.SEND, WEB, "web"), this, new Sources());
        }
        var empty = StrictJson.provider().createObjectBuilder().build();
        var tool = plugin.equals(NOTES.plugin()) ? NOTES : RESPONDER;
        var contract = Optional.of("polar.responder/1").filter(any -> tool.equals(RESPONDER));
        var offer = new ToolOffer(tool.name(), empty, effect, Duration.ofSeconds(20), contract);
        return new Offered.Tool(
                Target.tool(plugin, tool.name()),
                this,
                offer,
                ContractSchema.compile(empty),
                Optional.empty(),
                effect == Effect.READ);
    }

    @Override
    public GenerationId id() {
        return new GenerationId(plugin, "1.0.0", "sha256:" + "0".repeat(64), 1);
    }

    @Override
    public Enforcement enforcement() {
        return Enforcement.DECLARED;
    }

    @Override
    public List<ToolOffer> tools() {
        return List.of();
    }

    @Override
    public Map<String, Adapter> channels() {
        return adapters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Adapter(entry.getValue(), Held::new)));
    }

    /** Bound to nothing: the adapters of these tests read it as it is. */
    private record Held(JsonValue value) implements Json {
        @Override
        public String text() {
            return Canonical.text(value);
        }

        @Override
        public <T> T as(Class<T> type) {
            return type.cast(value);
        }
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        var said = StrictJson.provider()
                .createObjectBuilder()
                .add("text", answers.apply(call, call.arguments().getString("text")))
                .build();
        return new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.of(said), false);
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public UnloadReport close(Duration drain) {
        throw new UnsupportedOperationException("no test closes it");
    }

    /** The sources of {@code polar.web}, in place of its package. */
    private static final class Sources implements PackageContent {
        private static final Path ROOT = Path.of(System.getProperty("basedir", "."))
                .resolve("../../plugins/channels/web/src/main/plugin")
                .normalize();

        @Override
        public Manifest manifest() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public SortedSet<String> entries() {
            try (var files = Files.list(ROOT.resolve("web"))) {
                var names = new TreeSet<String>();
                files.forEach(file -> names.add("web/" + file.getFileName()));
                return names;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] entry(String name) {
            try {
                return Files.readAllBytes(ROOT.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Path directory() {
            return ROOT;
        }
    }
}

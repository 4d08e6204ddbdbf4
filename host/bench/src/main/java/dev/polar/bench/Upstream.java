package dev.polar.bench;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.runtime.mcp.ServerWatch;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A server elsewhere, behind a gate of ours without the rest of a host: so its journal can be another one. */
final class Upstream implements AutoCloseable {
    static final String ECHO = "local-everything__echo";

    private static final PluginId PLUGIN = new PluginId("local.everything");
    private static final GenerationId ID = new GenerationId(PLUGIN, "1.0.0", "sha256:" + "0".repeat(64), 1);

    private final ChildStarter starter = new ChildStarter();
    private final McpGeneration generation;
    private final Verdict.Admitted admitted =
            new Verdict.Admitted(Level.REMOTE, Placement.REMOTE, Grant.NONE, Instant.MAX);

    Upstream(URI url, Path data) {
        var runtime = new McpRuntime(
                starter,
                new Confinement.Missing("nothing is confined here"),
                new Interpreters(Map.of()),
                ServerWatch.NONE);
        generation = runtime.load(ID, new Servers(url), admitted, Surroundings.of(new SilentHost(PLUGIN), () -> data));
    }

    /** A host in which its tools are all there is. */
    Snapshots snapshots() {
        var targets = new HashMap<Target, Offered>();
        for (var offer : generation.tools()) {
            var target = Target.tool(PLUGIN, offer.name());
            var input = ContractSchema.foreign(offer.definition().getJsonObject("inputSchema"));
            targets.put(target, new Offered.Tool(target, generation, offer.pinned(), input, Optional.empty(), true));
        }
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, ID.digest(), Level.REMOTE, "mediated");
        var snapshots = new Snapshots();
        snapshots.publish(new Snapshot(1, targets, Map.of(PLUGIN, new Standing.Live(facts, admitted, generation))));
        return snapshots;
    }

    @Override
    public void close() {
        generation.close(Duration.ZERO);
        starter.close();
    }

    private record Servers(URI url) implements PackageContent {
        @Override
        public Manifest manifest() {
            return Manifest.generated(PLUGIN, Version.parse("1.0.0"), About.NOTHING);
        }

        @Override
        public SortedSet<String> entries() {
            return new TreeSet<>();
        }

        @Override
        public byte[] entry(String name) {
            return PluginFolder.servers(url).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Path directory() {
            return Path.of("/nowhere");
        }
    }
}

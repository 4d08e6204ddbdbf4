package dev.polar.worker;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.worker.Members;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonNumber;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Loads the packages that the host names, with the host's own runtimes: libraries first, the plugin last. */
final class Loading {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

    /** Here nobody is asked what is allowed: the host is, at each use. */
    private static final Verdict.Admitted ADMITTED =
            new Verdict.Admitted(Level.COMMUNITY, Placement.CONFINED, Grant.NONE, Instant.MAX);

    private final Asking asking;
    private final Future<?> sealed;
    private final OsgiRuntime osgi = new OsgiRuntime(SCRATCH.resolve("bundles"), CLOCK);
    private final Pf4jRuntime pf4j = new Pf4jRuntime(CLOCK);

    /** @param sealed is done before anything is loaded */
    Loading(Asking asking, Future<?> sealed) {
        this.asking = asking;
        this.sealed = sealed;
    }

    JavaGeneration load(Members said) {
        requireSealed();
        var ids = new HashMap<Long, GenerationId>();
        return said.list("packages", value -> load(Members.in(value), ids)).getLast();
    }

    private void requireSealed() {
        try {
            sealed.get();
        } catch (ExecutionException why) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    "its process cannot give up starting programs: "
                            + why.getCause().getMessage(),
                    "polar doctor");
        } catch (InterruptedException why) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.START_FAILED, "its start was interrupted", "try again");
        }
    }

    private JavaGeneration load(Members one, Map<Long, GenerationId> ids) {
        var plugin = one.as("plugin", PluginId::new);
        var id = new GenerationId(plugin, one.text("version"), one.text("digest"), one.number("ordinal"));
        var content = new FolderContent(Path.of(one.text("directory")));
        var on = one.list("on", value -> Objects.requireNonNull(ids.get(((JsonNumber) value).longValue())));
        var context = new HostContext(plugin, asking, new HostLog(plugin.name(), asking));
        var host = Surroundings.of(context, () -> {
            throw new Refusal(Code.STORAGE_FAILED, "files are the host's", "");
        });
        ids.put(one.number("ordinal"), id);
        return switch (content.manifest().entry().orElseThrow().runtime()) {
            case OSGI -> osgi.load(id, content, ADMITTED, host, List.copyOf(on));
            case PF4J -> pf4j.load(id, content, ADMITTED, host);
        };
    }
}

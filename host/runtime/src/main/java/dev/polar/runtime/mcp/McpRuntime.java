package dev.polar.runtime.mcp;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.child.Reaching;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.permission.ClientAsk;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Packages whose code is MCP servers. */
public final class McpRuntime implements ModuleRuntime {
    private static final Duration START = Duration.ofSeconds(30);

    private final ChildStarter starter;
    private final Confinement confinement;
    private final Interpreters interpreters;
    private final ServerWatch watch;
    private final Optional<Duration> idle;

    /** Servers stay until they are stopped. */
    public McpRuntime(ChildStarter starter, Confinement confinement, Interpreters interpreters, ServerWatch watch) {
        this(starter, confinement, interpreters, watch, Optional.empty());
    }

    /** @param idle how long nobody calls a server before it is let go until the next call; empty for never */
    public McpRuntime(
            ChildStarter starter,
            Confinement confinement,
            Interpreters interpreters,
            ServerWatch watch,
            Optional<Duration> idle) {
        this.starter = starter;
        this.confinement = confinement;
        this.interpreters = interpreters;
        this.watch = watch;
        this.idle = idle;
    }

    /** Starts every server; one that does not start is left out, and if none starts the load fails. */
    @Override
    public McpGeneration load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        var servers = McpServers.parse(content.entry(McpServers.FILE)).servers();
        boolean stdio = servers.stream().anyMatch(McpServer.Stdio.class::isInstance);
        var enforcement = stdio ? confinement.required().enforcement() : Enforcement.MEDIATED;
        var failed = new ConcurrentHashMap<String, Refusal>();
        var links = new ConcurrentHashMap<String, ServerLink>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var server : servers) {
                threads.submit(() -> start(id, content, as, host, server, links, failed));
            }
        }
        if (links.isEmpty() && !failed.isEmpty()) {
            throw failed.values().iterator().next();
        }
        return new McpGeneration(id, enforcement, links, failed);
    }

    private void start(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            McpServer server,
            Map<String, ServerLink> links,
            Map<String, Refusal> failed) {
        var label = id.plugin() + "/" + server.name();
        try {
            var link = link(label, id, content, as, host, server);
            link.start(Instant.now().plus(START));
            links.put(server.name(), link);
        } catch (Refusal refusal) {
            host.context().log().log(System.Logger.Level.WARNING, label + " did not start: " + refusal);
            failed.put(server.name(), host.masked(notStarted(label, refusal)));
        }
    }

    private ServerLink link(
            String label,
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            McpServer server) {
        var cage = new ServerCage(
                label, interpreters, as.grant(), content.directory(), host.data(), host.secretEnvironment());
        Connection.Opener opener = switch (server) {
            case McpServer.Stdio stdio ->
                new StdioOpener(
                        label,
                        starter,
                        Reaching.of(label, confinement.required(), as.grant(), host.egress()),
                        () -> cage.of(stdio),
                        host.masked(),
                        line -> host.context().log().log(System.Logger.Level.INFO, server.name() + ": " + line));
            case McpServer.Remote remote -> new HttpOpener(label, streamable(label, remote));
        };
        var origin = server instanceof McpServer.Remote remote
                ? Optional.of(Posts.origin(remote.url()))
                : Optional.<String>empty();
        return new ServerLink(
                label,
                server.name(),
                origin,
                opener,
                host.context().clock(),
                granted(as.grant()),
                idle,
                host.masked(),
                new ServerLink.Events() {
                    @Override
                    public void offerChanged() {
                        watch.offerChanged(id);
                    }

                    @Override
                    public void resourcesChanged() {
                        watch.resourcesChanged(id);
                    }

                    @Override
                    public void resourceUpdated(String uri) {
                        watch.resourceUpdated(id, Target.RESOURCE + server.name(), uri);
                    }

                    @Override
                    public void spent(Refusal why) {
                        watch.quarantined(id, why);
                    }
                });
    }

    /** One with a limit is none: nobody counts these. */
    private static Set<Inquiry> granted(Grant grant) {
        var granted = EnumSet.noneOf(Inquiry.class);
        for (var inquiry : Inquiry.values()) {
            if (grant.allowing(new ClientAsk(inquiry.text())).stream()
                    .anyMatch(permission -> permission.limit().isEmpty())) {
                granted.add(inquiry);
            }
        }
        return Set.copyOf(granted);
    }

    private static McpServer.Remote streamable(String label, McpServer.Remote remote) {
        return switch (remote.transport()) {
            case STREAMABLE_HTTP -> remote;
            case SSE ->
                throw new Refusal(
                        Code.START_FAILED,
                        label + " is declared with HTTP+SSE of 2024-11-05, which Polar does not speak",
                        "declare it as streamable-http if the server offers that");
        };
    }

    /** The codes that say how to go on stay; everything else is a failed start with its cause. */
    private static Refusal notStarted(String label, Refusal why) {
        return switch (why.code()) {
            case START_FAILED,
                    ISOLATION_UNAVAILABLE,
                    LAUNCHER_FETCHES,
                    COMMAND_NOT_PACKAGED,
                    SECRET_MISSING,
                    SECRET_INVALID -> why;
            case TOOL_TIMEOUT ->
                new Refusal(
                        Code.START_FAILED,
                        label + " was not ready within " + START.toSeconds() + " s",
                        "polar inspect shows its log");
            default -> new Refusal(Code.START_FAILED, why.getMessage(), why.hint(), why.details());
        };
    }
}

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
import dev.polar.trust.pin.ServerOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Packages whose code is MCP servers. */
public final class McpRuntime implements ModuleRuntime {
    private static final Duration START = Duration.ofSeconds(30);
    /** So many are started at once in the background: whoever calls goes before them. */
    private static final Semaphore WAKING = new Semaphore(2);

    private final ChildStarter starter;
    private final Confinement confinement;
    private final Interpreters interpreters;
    private final ServerWatch watch;
    private final Optional<Duration> idle;
    private final boolean atFirstUse;

    /** Servers stay until they are stopped. */
    public McpRuntime(ChildStarter starter, Confinement confinement, Interpreters interpreters, ServerWatch watch) {
        this(starter, confinement, interpreters, watch, Optional.empty(), false);
    }

    /**
     * @param idle how long nobody calls a server before it is let go until the next call; empty for never
     * @param atFirstUse whether servers that are {@link #resume resumed} wait for their first call
     */
    public McpRuntime(
            ChildStarter starter,
            Confinement confinement,
            Interpreters interpreters,
            ServerWatch watch,
            Optional<Duration> idle,
            boolean atFirstUse) {
        this.starter = starter;
        this.confinement = confinement;
        this.interpreters = interpreters;
        this.watch = watch;
        this.idle = idle;
        this.atFirstUse = atFirstUse;
    }

    /** Starts every server; one that does not start is left out, and if none starts the load fails. */
    @Override
    public McpGeneration load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        return load(id, content, as, host, Map.of());
    }

    /**
     * The same at a start of the host. Servers whose offer was approved are shown as they were approved, started by their
     * first call, and held against the approval before that is sent. One that may have resources, which no approval tells, is started in
     * the background.
     */
    public McpGeneration resume(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            List<ServerOffer> approved) {
        Map<String, ServerOffer> offers = atFirstUse
                ? approved.stream().collect(Collectors.toMap(ServerOffer::server, Function.identity()))
                : Map.of();
        return load(id, content, as, host, offers);
    }

    private McpGeneration load(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            Map<String, ServerOffer> approved) {
        var servers = McpServers.parse(content.entry(McpServers.FILE)).servers();
        boolean stdio = servers.stream().anyMatch(McpServer.Stdio.class::isInstance);
        var enforcement = stdio ? confinement.required().enforcement() : Enforcement.MEDIATED;
        var failed = new ConcurrentHashMap<String, Refusal>();
        var links = new ConcurrentHashMap<String, ServerLink>();
        var around = new Loading(id, content, as, host, links, failed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var server : servers) {
                var offer = Optional.ofNullable(approved.get(server.name()));
                threads.submit(() -> start(around, server, offer));
            }
        }
        if (links.isEmpty() && !failed.isEmpty()) {
            throw failed.values().iterator().next();
        }
        return new McpGeneration(
                id, enforcement, links, failed, content.manifest().servers());
    }

    /** One generation, while its servers come. */
    private record Loading(
            GenerationId id,
            PackageContent content,
            Verdict.Admitted as,
            Surroundings host,
            Map<String, ServerLink> links,
            Map<String, Refusal> failed) {}

    private void start(Loading around, McpServer server, Optional<ServerOffer> approved) {
        var label = around.id().plugin() + "/" + server.name();
        try {
            var link = link(label, around, server);
            approved.ifPresentOrElse(link::rest, () -> link.start(Instant.now().plus(START)));
            around.links().put(server.name(), link);
            approved.filter(offer -> offer.able().orElse(ServerOffer.ABILITIES).contains("resources"))
                    .ifPresent(
                            offer -> Thread.ofVirtual().name("wake " + label).start(() -> wake(label, link, around)));
        } catch (Refusal refusal) {
            around.host().context().log().log(System.Logger.Level.WARNING, label + " did not start: " + refusal);
            around.failed().put(server.name(), around.host().masked(notStarted(label, refusal)));
        }
    }

    private static void wake(String label, ServerLink link, Loading around) {
        WAKING.acquireUninterruptibly();
        try {
            link.wake(Instant.now().plus(START));
        } catch (Refusal refusal) {
            if (refusal.code() != Code.PLUGIN_DISABLED) { // or it ended before its turn came
                around.host().context().log().log(System.Logger.Level.WARNING, label + " did not start: " + refusal);
            }
        } finally {
            WAKING.release();
        }
    }

    private ServerLink link(String label, Loading around, McpServer server) {
        var id = around.id();
        var as = around.as();
        var host = around.host();
        var cage = new ServerCage(
                label, interpreters, as.grant(), around.content().directory(), host.data(), host.secretEnvironment());
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
                        // One of several that is gone takes its own tools with it and nothing else.
                        boolean others = around.links().values().stream()
                                .anyMatch(link -> link.fallen().isEmpty());
                        if (others) {
                            watch.offerChanged(id);
                        } else {
                            watch.quarantined(id, why);
                        }
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

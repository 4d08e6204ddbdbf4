package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.ServerOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** The MCP servers of one package, running or remote. */
public final class McpGeneration implements Generation {
    private static final Duration CALL = Duration.ofSeconds(60);

    private final GenerationId id;
    private final Enforcement enforcement;
    private final Map<String, ServerLink> links;
    private final Map<String, Refusal> failed;
    private final boolean prefixed;
    private final InFlight inFlight = new InFlight();

    /**
     * @param links those that started, by server
     * @param failed those that did not, and why
     */
    McpGeneration(
            GenerationId id, Enforcement enforcement, Map<String, ServerLink> links, Map<String, Refusal> failed) {
        this.id = id;
        this.enforcement = enforcement;
        this.links = Map.copyOf(links);
        this.failed = Map.copyOf(failed);
        this.prefixed = links.size() + failed.size() > 1;
    }

    @Override
    public GenerationId id() {
        return id;
    }

    @Override
    public boolean untrusted() {
        return true;
    }

    @Override
    public Enforcement enforcement() {
        return enforcement;
    }

    /** What each server last said of itself, sorted by server: what an approval pins. */
    public List<ServerOffer> offers() {
        return links.values().stream()
                .map(ServerLink::offer)
                .sorted(Comparator.comparing(ServerOffer::server))
                .toList();
    }

    /** Holds a server to what was approved of it. */
    public void pin(ServerOffer approved) {
        Optional.ofNullable(links.get(approved.server())).ifPresent(link -> link.pin(approved));
    }

    /** Servers of the package that did not start, and why; the others work. */
    public Map<String, Refusal> failed() {
        return failed;
    }

    /** The name under which a server's tool is called: with the server in front where the package has several. */
    public String offered(String server, String tool) {
        return prefixed ? server + "/" + tool : tool;
    }

    @Override
    public List<ToolOffer> tools() {
        var tools = new ArrayList<ToolOffer>();
        for (var offer : offers()) {
            for (var tool : offer.tools()) {
                tools.add(new ToolOffer(
                        offered(offer.server(), tool.getString("name")),
                        tool,
                        Effect.EXTERNAL,
                        CALL,
                        Optional.empty()));
            }
        }
        return List.copyOf(tools);
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        return enter(call.caller(), deadline, () -> answer(call, deadline));
    }

    private Answer answer(Call call, Instant deadline) {
        var link = link(call.target().name());
        var tool = prefixed
                ? call.target().name().substring(link.server().length() + 1)
                : call.target().name();
        var part = link.begin(call, deadline);
        try {
            return ToolResults.read(
                    link.label(), new Rounds(link.label(), link.hearing(), call, deadline).through(input -> {
                                var sent = link.call(tool, part, input);
                                var reply = await(sent, call, deadline);
                                // A server over HTTP that forgot the session did not look at the request.
                                return reply instanceof Reply.Fault fault
                                                && fault.code() == HttpAnswer.SESSION_LOST
                                                && link.renewed(sent.session(), deadline)
                                        ? await(link.call(tool, part, input), call, deadline)
                                        : reply;
                            }));
        } finally {
            link.end(part);
        }
    }

    private Reply await(ServerLink.Sent sent, Call call, Instant deadline) {
        var exchange = sent.exchange();
        Consumer<Refusal> stop = exchange::abandon;
        inFlight.waitingFor(stop);
        try {
            var cancellation = call.cancellation();
            cancellation.onCancel(() -> cancellation.reason().ifPresent(exchange::abandon));
            return exchange.await(deadline);
        } finally {
            inFlight.done(stop);
        }
    }

    private ServerLink link(String target) {
        var server = prefixed ? target.substring(0, Math.max(0, target.indexOf('/'))) : single(links.keySet());
        var link = links.get(server);
        if (link != null) {
            return link;
        }
        throw Optional.ofNullable(failed.get(server))
                .orElseGet(() -> new Refusal(
                        Code.TARGET_UNKNOWN,
                        id.plugin() + " has no server '" + ToolResults.shown(server) + "'",
                        "polar tools"));
    }

    private static String single(Collection<String> servers) {
        return servers.stream().findFirst().orElse("");
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        inFlight.enter();
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("behind the door of " + id, e);
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public UnloadReport close(Duration drain) {
        int cancelled = inFlight.close(stopped(), drain);
        var left = all(ServerLink::close);
        return new UnloadReport(cancelled, left.isEmpty(), left);
    }

    /** Nothing is asked or waited for: servers are killed first, and then whoever waits for one is sent away. */
    @Override
    public UnloadReport cut(Duration notice) {
        var left = all(ServerLink::cut);
        return new UnloadReport(inFlight.close(stopped(), Duration.ZERO), left.isEmpty(), left);
    }

    /** Does it to all side by side; what stayed, in words. */
    private List<String> all(Function<ServerLink, List<String>> ending) {
        var left = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            links.values().forEach(link -> threads.submit(() -> left.addAll(ending.apply(link))));
        }
        return List.copyOf(left);
    }

    private Refusal stopped() {
        return new Refusal(Code.PLUGIN_DISABLED, id.plugin() + " was stopped", "polar enable " + id.plugin());
    }
}

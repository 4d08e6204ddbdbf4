package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The MCP servers of one package, running or remote. */
public final class McpGeneration implements Generation {
    private static final Duration CALL = Duration.ofSeconds(60);

    private final GenerationId id;
    private final Enforcement enforcement;
    private final Map<String, ServerLink> links;
    private final Map<String, Refusal> failed;
    private final Names names;
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
        this.names = new Names(links.size() + failed.size() > 1);
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
        return names.tool(server, tool);
    }

    /** The name under which a server's resources are read. */
    public String resources(String server) {
        return names.resources(server);
    }

    /** Names of what it offers beside tools: its prompts, and its servers' resources. */
    public List<String> beside() {
        var beside = new ArrayList<String>();
        for (var offer : offers()) {
            offer.prompts().forEach(prompt -> beside.add(names.prompt(offer.server(), prompt.getString("name"))));
        }
        beside.addAll(reading().keySet());
        return List.copyOf(beside);
    }

    /** The servers that have resources, by the names under which these are read. */
    public SortedMap<String, String> reading() {
        var reading = new TreeMap<String, String>();
        links.values().stream()
                .filter(link -> link.can("resources"))
                .forEach(link -> reading.put(names.resources(link.server()), link.server()));
        return reading;
    }

    /** A thing of a server's under its name, as nobody classified it yet. */
    public static ToolOffer claimed(String name, JsonObject definition) {
        return new ToolOffer(name, definition, Effect.EXTERNAL, CALL, Optional.empty());
    }

    /** Whether a server says when what it has to be read changes. */
    public boolean tells(String server) {
        return can(server, "resources") && can(server, Greeting.SUBSCRIBES);
    }

    /** Whether a server says that it can do something: {@code resources}, {@code completions}. */
    public boolean can(String server, String capability) {
        return Optional.ofNullable(links.get(server))
                .filter(link -> link.can(capability))
                .isPresent();
    }

    @Override
    public Map<String, List<JsonObject>> resources() {
        return links.values().stream()
                .filter(link -> link.can("resources"))
                .collect(Collectors.toUnmodifiableMap(link -> names.resources(link.server()), ServerLink::resources));
    }

    @Override
    public List<ToolOffer> tools() {
        var tools = new ArrayList<ToolOffer>();
        for (var offer : offers()) {
            for (var tool : offer.tools()) {
                tools.add(claimed(offered(offer.server(), tool.getString("name")), tool));
            }
        }
        return List.copyOf(tools);
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        return enter(call.caller(), deadline, () -> answer(call, deadline));
    }

    private Answer answer(Call call, Instant deadline) {
        var aim = names.aim(call.target());
        var link = link(aim.server());
        var part = link.begin(call, deadline);
        try {
            if (call.target().kind() == Target.Kind.SUBSCRIPTION) {
                return subscribed(link, part);
            }
            var reply = new Rounds(link.label(), link.hearing(), call, deadline)
                    .through(input -> reply(link, call, deadline, () -> sent(link, aim, part, input)));
            return switch (call.target().kind()) {
                case PROMPT -> PromptMessages.read(link.label(), reply);
                case RESOURCE -> ResourceContents.read(link.label(), reply);
                case COMPLETION -> Suggestions.read(link.label(), reply);
                case TOOL, SKILL, SEND, SUBSCRIPTION -> ToolResults.read(link.label(), reply);
            };
        } finally {
            link.end(part);
        }
    }

    private Answer subscribed(ServerLink link, UnderWay.Part part) {
        var uri = part.call().arguments().getString("uri");
        link.subscribe(
                uri,
                part,
                () -> reply(
                        link,
                        part.call(),
                        part.deadline(),
                        () -> link.send(
                                Optional.empty(),
                                part,
                                Optional.empty(),
                                (session, around) -> session.subscribe(uri, around))));
        return new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.empty(), false);
    }

    @Override
    public void unsubscribe(String name, String uri, BooleanSupplier wanted) {
        Optional.ofNullable(links.get(name.substring(Target.RESOURCE.length())))
                .ifPresent(link -> link.unsubscribe(uri, wanted));
    }

    private static ServerLink.Sent sent(
            ServerLink link, Names.Aim aim, UnderWay.Part part, Optional<Aside.Input> input) {
        var target = part.call().target();
        var arguments = part.call().arguments();
        return switch (target.kind()) {
            case PROMPT ->
                link.send(
                        Optional.of(new FeatureName(Feature.PROMPT, aim.what())),
                        part,
                        input,
                        (session, around) -> session.prompt(aim.what(), arguments, around));
            case RESOURCE ->
                link.send(
                        Optional.empty(),
                        part,
                        input,
                        (session, around) -> session.read(arguments.getString("uri"), around));
            case COMPLETION ->
                link.send(
                        Optional.of(completed(target, aim, arguments)),
                        part,
                        input,
                        (session, around) -> session.complete(reference(target, aim, arguments), arguments, around));
            case TOOL, SKILL, SEND, SUBSCRIPTION -> link.call(aim.what(), part, input);
        };
    }

    private static FeatureName completed(Target target, Names.Aim aim, JsonObject arguments) {
        return Names.isPrompt(target)
                ? new FeatureName(Feature.PROMPT, aim.what())
                : new FeatureName(Feature.TEMPLATE, arguments.getString("template"));
    }

    private static JsonObject reference(Target target, Names.Aim aim, JsonObject arguments) {
        var json = StrictJson.provider().createObjectBuilder();
        return Names.isPrompt(target)
                ? json.add("type", "ref/prompt").add("name", aim.what()).build()
                : json.add("type", "ref/resource")
                        .add("uri", arguments.getString("template"))
                        .build();
    }

    private Reply reply(ServerLink link, Call call, Instant deadline, Supplier<ServerLink.Sent> sending) {
        var sent = sending.get();
        var reply = await(sent, call, deadline);
        // A server over HTTP that forgot the session did not look at the request.
        return reply instanceof Reply.Fault fault
                        && fault.code() == HttpAnswer.SESSION_LOST
                        && link.renewed(sent.session(), deadline)
                ? await(sending.get(), call, deadline)
                : reply;
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

    private ServerLink link(String named) {
        var server = named.isEmpty() ? single(links.keySet()) : named;
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

    /** The only one; of several, none that was not named. */
    private static String single(Collection<String> servers) {
        return servers.size() == 1 ? servers.iterator().next() : "";
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

package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.ServerContract;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The MCP servers of one package, running or remote. */
public final class McpGeneration implements Generation {
    private static final Duration CALL = Duration.ofSeconds(60);

    private final GenerationId id;
    private final Enforcement enforcement;
    private final Map<String, ServerLink> links;
    private final Map<String, Refusal> failed;
    private final List<ServerContract> contracts;
    private final Names names;
    private final InFlight inFlight = new InFlight();

    /**
     * @param links those that started, by server
     * @param failed those that did not, and why
     * @param contracts what their author says of them
     */
    McpGeneration(
            GenerationId id,
            Enforcement enforcement,
            Map<String, ServerLink> links,
            Map<String, Refusal> failed,
            List<ServerContract> contracts) {
        this.id = id;
        this.enforcement = enforcement;
        this.links = Map.copyOf(links);
        this.failed = Map.copyOf(failed);
        this.contracts = contracts;
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

    @Override
    public Optional<String> server(Target target) {
        return names.server(target);
    }

    @Override
    public Optional<Integer> callsAtOnce(Target target) {
        return target.kind() == Target.Kind.SKILL
                ? Optional.empty()
                : contract(answering(names.aim(target).server())).flatMap(ServerContract::calls);
    }

    private Optional<ServerContract> contract(String server) {
        return contracts.stream().filter(one -> one.name().equals(server)).findFirst();
    }

    /** What each server last said of itself, sorted by server: what an approval pins. */
    public List<ServerOffer> offers() {
        return standing()
                .map(ServerLink::offer)
                .sorted(Comparator.comparing(ServerOffer::server))
                .toList();
    }

    /** Those that ended too often offer nothing any more; the others go on. */
    private Stream<ServerLink> standing() {
        return links.values().stream().filter(link -> link.fallen().isEmpty());
    }

    /** Holds a server to what was approved of it. */
    public void pin(ServerOffer approved) {
        Optional.ofNullable(links.get(approved.server())).ifPresent(link -> link.pin(approved));
    }

    /**
     * The bytes that a server sends now for a file of a skill, for an operator to decide about.
     *
     * @throws Refusal {@code RESULT_INVALID}, what the server says, or that it does not run
     */
    public byte[] skillFile(String server, String uri, Instant deadline) {
        return link(server).skillFile(uri, deadline);
    }

    /** The name under which agents read a server's skill. */
    public static String skill(String server, String path) {
        return Target.SKILL + server + "/" + path;
    }

    /** Servers of the package that did not start or are not started any more, and why; the others work. */
    public Map<String, Refusal> failed() {
        var all = new TreeMap<>(failed);
        links.forEach((server, link) -> link.fallen().ifPresent(why -> all.put(server, why)));
        return all;
    }

    /** Those of them that ended too often, and that {@link #anew} has started again. */
    public Set<String> fallen() {
        return links.values().stream()
                .filter(link -> link.fallen().isPresent())
                .map(ServerLink::server)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Offers again what a server had that ended too often; the next call starts it. */
    public void anew(String server) {
        Optional.ofNullable(links.get(server))
                .filter(link -> link.fallen().isPresent())
                .ifPresent(ServerLink::anew);
    }

    /** How each server of the package is, in words. */
    public SortedMap<String, String> states() {
        var states = new TreeMap<String, String>();
        links.forEach((server, link) -> states.put(server, link.state()));
        failed.forEach((server, why) -> states.put(server, "not started: " + why.getMessage()));
        return states;
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
        standing()
                .filter(link -> link.can("resources"))
                .forEach(link -> reading.put(names.resources(link.server()), link.server()));
        return reading;
    }

    /** A thing of a server's under its name, as nobody classified it yet. */
    public ToolOffer claimed(String server, String name, JsonObject definition) {
        var time = contract(server).flatMap(ServerContract::timeout).orElse(CALL);
        return new ToolOffer(name, definition, Effect.EXTERNAL, time, Optional.empty());
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
        return standing()
                .filter(link -> link.can("resources"))
                .collect(Collectors.toUnmodifiableMap(link -> names.resources(link.server()), ServerLink::resources));
    }

    @Override
    public List<ToolOffer> tools() {
        var tools = new ArrayList<ToolOffer>();
        for (var offer : offers()) {
            for (var tool : offer.tools()) {
                tools.add(claimed(offer.server(), offered(offer.server(), tool.getString("name")), tool));
            }
        }
        return List.copyOf(tools);
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        var aim = names.aim(call.target());
        return enter(
                call.caller(), deadline, () -> new Errand(link(aim.server()), aim, call, deadline, inFlight).run());
    }

    @Override
    public void unsubscribe(String name, String uri, BooleanSupplier wanted) {
        Optional.ofNullable(links.get(name.substring(Target.RESOURCE.length())))
                .ifPresent(link -> link.unsubscribe(uri, wanted));
    }

    private ServerLink link(String named) {
        var server = answering(named);
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

    /** Without a name it is the only one; of several it is none. */
    private String answering(String named) {
        return named.isEmpty() && links.size() == 1 ? links.keySet().iterator().next() : named;
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

package dev.polar.runtime.worker;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.Rules;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.runtime.java.Contract;
import dev.polar.runtime.rpc.Ask;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.audit.AuditBatch;
import dev.polar.spi.audit.AuditSink;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A generation whose code runs in a process of its own. */
final class WorkerGeneration implements Generation {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(6);

    private final GenerationId id;
    private final Enforcement enforcement;
    private final Contract contract;
    private final Set<String> names;
    private final Map<String, Adapter> adapters;
    private final Rules rules;
    private final Map<String, AuditSink> sinks;
    private final Turns turns;
    private final WorkerLink link;
    private final InFlight inFlight;

    /** Until when whoever is behind the door waits; bound while they are. */
    private final ScopedValue<Instant> door = ScopedValue.newInstance();

    WorkerGeneration(
            GenerationId id,
            Enforcement enforcement,
            Contract contract,
            boolean oneCallerAtATime,
            WorkerLink link,
            InFlight inFlight) {
        this.id = id;
        this.enforcement = enforcement;
        this.contract = contract;
        this.names = contract.tools().stream().map(ToolOffer::name).collect(Collectors.toUnmodifiableSet());
        this.turns = new Turns(id.plugin().name(), oneCallerAtATime, WorkerProcess.MOST_CALLS);
        this.link = link;
        this.inFlight = inFlight;
        this.adapters = adapters(contract.channels());
        this.rules = RemoteRules.of(contract.policyRules(), contract.resultRules(), this::askRule);
        this.sinks = sinks(contract.auditSinks());
    }

    private Map<String, Adapter> adapters(Set<String> kinds) {
        var all = new HashMap<String, Adapter>();
        kinds.forEach(kind -> all.put(kind, new Adapter(new RemoteAdapter(new Line(kind)), Handed::new)));
        return Map.copyOf(all);
    }

    /** What adapters ask through, only behind the door. */
    private final class Line implements RemoteAdapter.Line {
        private final String kind;

        Line(String kind) {
            this.kind = kind;
        }

        @Override
        public <T> T ask(String what, JsonObjectBuilder params, Function<Members, T> reader) {
            var deadline = door.get();
            var asked = params.add("kind", kind).add("ask", what).build();
            return link.process(deadline)
                    .ask(new Ask(Method.CHANNEL, asked), id.plugin() + " " + kind + "." + what, deadline, reader);
        }
    }

    /** Rules wait for no caller's turn: they are asked in nobody's name. */
    private <T> T askRule(String rule, JsonObjectBuilder params, Function<Members, T> reader) {
        var deadline = door.get();
        var asked = params.add("rule", rule).build();
        return link.ready().ask(new Ask(Method.RULE, asked), id.plugin() + "/" + rule, deadline, reader);
    }

    /** A sink has time: if the process is gone it is started first. */
    private void give(String sink, AuditBatch batch) {
        var deadline = door.get();
        var asked = SinkJson.write(batch).add("sink", sink).build();
        link.process(deadline)
                .ask(new Ask(Method.AUDIT, asked), id.plugin() + "/" + sink, deadline, nothing -> nothing);
    }

    private Map<String, AuditSink> sinks(Set<String> names) {
        var all = new HashMap<String, AuditSink>();
        names.forEach(name -> all.put(name, batch -> give(name, batch)));
        return Map.copyOf(all);
    }

    @Override
    public GenerationId id() {
        return id;
    }

    @Override
    public Enforcement enforcement() {
        return enforcement;
    }

    @Override
    public List<ToolOffer> tools() {
        return contract.tools();
    }

    @Override
    public Map<String, Adapter> channels() {
        return adapters;
    }

    @Override
    public Rules rules() {
        return rules;
    }

    @Override
    public Map<String, AuditSink> sinks() {
        return sinks;
    }

    @Override
    public Answer invoke(Call call, Instant deadline) {
        if (!names.contains(call.target().name())) {
            throw new Refusal(
                    Code.TARGET_UNKNOWN,
                    id.plugin() + " has no tool '" + call.target().name() + "'",
                    "polar tools");
        }
        inFlight.enter();
        try (var turn = turns.take(call, deadline)) {
            return link.process(deadline).call(call, deadline);
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
        inFlight.enter();
        try {
            return ScopedValue.where(door, deadline).call(work::run);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("behind the door of " + id, e);
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public List<String> overdue() {
        return link.overdue();
    }

    @Override
    public UnloadReport close(Duration drain) {
        int cancelled = inFlight.close(stopped(), drain);
        var left = link.end(process -> process.close(STOP_WITHIN));
        return report(cancelled, left);
    }

    /** Nothing is asked or waited for: the process is killed first, and then whoever waits for it is sent away. */
    @Override
    public UnloadReport cut(Duration notice) {
        var left = link.end(WorkerProcess::cut);
        return report(inFlight.close(stopped(), Duration.ZERO), left);
    }

    private static UnloadReport report(int cancelled, List<String> left) {
        return new UnloadReport(cancelled, left.stream().noneMatch(WorkerGeneration::isProcess), left);
    }

    /** A plugin that complained when it was stopped is gone all the same. */
    private static boolean isProcess(String left) {
        return left.startsWith("process ");
    }

    private Refusal stopped() {
        return new Refusal(
                Code.PLUGIN_DISABLED,
                "this version of " + id.plugin() + " was unloaded",
                "polar inspect " + id.plugin(),
                Map.of("plugin", id.plugin().name()));
    }
}

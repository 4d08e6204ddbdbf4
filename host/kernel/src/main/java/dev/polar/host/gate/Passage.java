package dev.polar.host.gate;

import dev.polar.host.limits.Budgets;
import dev.polar.host.policy.CallerText;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Question;
import dev.polar.host.session.Label;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One call on its way through the gate, with the one snapshot it sees. Used by one thread, but for the cancellation. */
final class Passage {
    private final Snapshot seen;
    private final Instant started;
    private final List<String> callers;
    private final Safeguards safeguards;
    private final List<Consumer<Transaction>> withNextRecord = new ArrayList<>();
    private final List<Consumer<Transaction>> withIntent = new ArrayList<>();
    private final Map<String, String> remarks = new TreeMap<>();
    private Call call;
    private byte[] canonicalArguments = {};
    private Optional<Offered> offered = Optional.empty();
    private Optional<Standing.Live> standing = Optional.empty();
    private Optional<Opinion> opinion = Optional.empty();
    private Optional<Opinion> besides = Optional.empty();
    private Optional<String> approval = Optional.empty();
    private Optional<Answer> remembered = Optional.empty();
    private Optional<Set<Label>> labels = Optional.empty();
    private volatile Set<Label> bringing = Set.of();
    private Set<Label> brought = Set.of();
    private Optional<Place> place = Optional.empty();
    private List<Budgets.Charge> charges = List.of();
    private Duration longest = Limits.LONGEST;
    private long largest = Long.MAX_VALUE;
    private boolean ran;
    private Optional<Question> question = Optional.empty();
    private final List<String> reviewers = new ArrayList<>(0);

    Passage(Call call, Snapshot seen, Instant started) {
        this(call, seen, started, Safeguards.NONE);
    }

    Passage(Call call, Snapshot seen, Instant started, Safeguards safeguards) {
        this.call = call;
        this.seen = seen;
        this.started = started;
        this.callers = CallerText.chain(call.caller());
        this.safeguards = safeguards;
    }

    Call call() {
        return call;
    }

    Snapshot seen() {
        return seen;
    }

    Instant started() {
        return started;
    }

    PluginId plugin() {
        return call.target().plugin();
    }

    /** Who asks: plugins in between first, whoever it is for last. */
    List<String> callers() {
        return callers;
    }

    String originator() {
        return callers.getLast();
    }

    boolean touches(PluginId plugin) {
        return plugin().equals(plugin) || callers.contains("plugin:" + plugin);
    }

    Offered offered() {
        return offered.orElseThrow();
    }

    /** What answers it: its plugin, or of several servers of that the one, as {@code plugin/server}. */
    String server() {
        return offered()
                .generation()
                .server(call.target())
                .map(server -> plugin() + "/" + server)
                .orElse(plugin().name());
    }

    /** The digest of the definition that was approved, of a tool. */
    Optional<Digest> pin() {
        return offered.flatMap(
                target -> target instanceof Offered.Tool tool ? tool.offer().pin() : Optional.empty());
    }

    /** How its own generation stands, once admission was asked. */
    Optional<Standing.Live> standing() {
        return standing;
    }

    /** Whether the arguments have been read; before that nothing of them is recorded. */
    boolean read() {
        return canonicalArguments.length > 0;
    }

    /** Whether policy counts the target as read. */
    boolean reads() {
        return offered.map(target -> CallQuestion.reads(call, target)).orElse(false);
    }

    /** What its session had taken in when policy first asked. */
    Set<Label> labels() {
        if (labels.isEmpty()) {
            labels = Optional.of(Set.copyOf(safeguards.labelling().of(this)));
        }
        return labels.get();
    }

    /** The same, if policy asked. */
    Optional<Set<Label>> labelsSeen() {
        return labels;
    }

    /** What policy says, made stricter by whatever may do so. */
    Opinion tightened(Question asked, Opinion opinion) {
        question = Optional.of(asked);
        var strictest = opinion;
        for (var one : safeguards.tightening()) {
            strictest = one.tighten(this, asked, strictest);
        }
        return strictest;
    }

    /** What policy was asked. */
    Optional<Question> question() {
        return question;
    }

    /** Rules of plugins that changed what it brought. */
    List<String> reviewers() {
        return reviewers;
    }

    void reviewedBy(String rule) {
        reviewers.add(rule);
    }

    /** What it may be bringing its session while it is inside. */
    Set<Label> bringing() {
        return bringing;
    }

    void brings(Set<Label> atMost) {
        bringing = atMost;
    }

    /** What it did bring. */
    Set<Label> brought() {
        return brought;
    }

    void brought(Set<Label> taken) {
        brought = Set.copyOf(taken);
    }

    byte[] canonicalArguments() {
        return canonicalArguments;
    }

    Optional<Opinion> opinion() {
        return opinion;
    }

    Optional<String> approval() {
        return approval;
    }

    Optional<Answer> remembered() {
        return remembered;
    }

    void resolved(Offered target) {
        offered = Optional.of(target);
    }

    /** What runs is parsed from the canonical bytes. */
    void read(Call canonical, byte[] bytes) {
        call = canonical;
        canonicalArguments = bytes;
    }

    void admitted(Standing.Live live) {
        standing = Optional.of(live);
    }

    /** The strictest that was said beside the operator's rules, whatever those said. */
    Optional<Opinion> besides() {
        return besides;
    }

    void besides(Opinion said) {
        besides = besides.map(before -> before.tightened(said)).or(() -> Optional.of(said));
    }

    void judged(Opinion by) {
        opinion = Optional.of(by);
    }

    void claims(String approvalId) {
        approval = Optional.of(approvalId);
    }

    void remembers(Answer answer) {
        remembered = Optional.of(answer);
    }

    void took(Place taken) {
        place = Optional.of(taken);
    }

    void leavePlace(Limits.Blame blame, Duration took) {
        if (place.filter(taken -> taken.leave(this, blame, took)).isPresent()) {
            seen.split(plugin())
                    .filter(split -> inside(split.canary()))
                    .ifPresent(split -> split.tally().brokeDown());
        }
    }

    /** What it costs, if it runs. */
    void costs(List<Budgets.Charge> budgets) {
        charges = budgets;
    }

    List<Budgets.Charge> charges() {
        return charges;
    }

    void takesAtMost(Duration time) {
        longest = time;
    }

    /** @param bytes of canonical JSON */
    void answersAtMost(long bytes) {
        largest = bytes;
    }

    long largest() {
        return largest;
    }

    Duration longest() {
        return longest;
    }

    /** From now on nobody can say that it did not happen. */
    void runs() {
        ran = true;
    }

    boolean ran() {
        return ran;
    }

    /** Something its records shall say. */
    void remark(String name, String value) {
        remarks.put(name, value);
    }

    Map<String, String> remarks() {
        return remarks;
    }

    /** Counts how it ended, where two releases of the plugin are held against each other. */
    void tally(boolean failed) {
        seen.split(plugin()).ifPresent(split -> split.tally().ended(inside(split.canary()), failed));
    }

    /** Whether calls are inside that generation of the plugin no more. */
    boolean isGone(GenerationId generation) {
        return !(seen.standing(plugin()).orElse(null) instanceof Standing.Live live)
                || live.of(generation).isEmpty();
    }

    /** A state change that commits with this call's next record, or not at all. */
    void withNextRecord(Consumer<Transaction> change) {
        withNextRecord.add(change);
    }

    /** A state change that commits with the intent, and is none if the call is refused before it. */
    void withIntent(Consumer<Transaction> change) {
        withIntent.add(change);
    }

    /** The changes due with the record that is written now. */
    List<Consumer<Transaction>> takeChanges() {
        var due = List.copyOf(withNextRecord);
        withNextRecord.clear();
        return due;
    }

    /** The intent is the record that is written next. */
    void goesAhead() {
        withNextRecord.addAll(withIntent);
        withIntent.clear();
    }

    /** Whether its target was resolved to that generation. */
    boolean inside(GenerationId generation) {
        return offered.filter(target -> target.generation().id().equals(generation))
                .isPresent();
    }
}

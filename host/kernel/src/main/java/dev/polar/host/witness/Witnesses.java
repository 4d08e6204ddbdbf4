package dev.polar.host.witness;

import dev.polar.adminapi.Check;
import dev.polar.host.audit.Checkpoints;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.WitnessPolicy;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The witnesses of this node's log. Without any, checkpoints have the log's signature alone. */
public final class Witnesses implements AutoCloseable {
    private static final Logger LOG = System.getLogger("polar.audit");
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Checkpoints checkpoints;
    private final Optional<WitnessPolicy> policy;
    private final List<Asking> asked;
    private final ScheduledExecutorService threads;

    private Witnesses(Checkpoints checkpoints, Optional<WitnessPolicy> policy, List<Asking> asked) {
        this.checkpoints = checkpoints;
        this.policy = policy;
        this.asked = List.copyOf(asked);
        this.threads = Executors.newScheduledThreadPool(
                Math.max(1, asked.size()),
                Thread.ofPlatform().name("polar-witness-", 0).daemon().factory());
    }

    /**
     * Begins to ask those that a policy names with their addresses.
     *
     * @param policy a file in the form of C2SP tlog-policy; empty for no witness
     * @throws Refusal {@code SETTING_INVALID} if it is none, or no witness in it has an address
     */
    public static Witnesses of(Optional<Path> policy, Checkpoints checkpoints, Journal journal, InstantSource clock) {
        var read = policy.map(Witnesses::read);
        var asked = read.stream()
                .flatMap(known -> known.witnesses().stream())
                .filter(witness -> witness.url().isPresent())
                .map(witness -> new Asking(witness, checkpoints, journal, clock))
                .toList();
        var witnesses = new Witnesses(checkpoints, read, asked);
        if (!asked.isEmpty()) {
            var keys = StrictJson.provider().createArrayBuilder();
            asked.forEach(each -> keys.add(each.witness().key().toString()));
            journal.append(Draft.of(Category.AUDIT, "witnesses").fact("asked", keys.build()));
        }
        asked.forEach(each ->
                witnesses.threads.scheduleWithFixedDelay(each::round, 0, OFTEN.toMillis(), TimeUnit.MILLISECONDS));
        return witnesses;
    }

    private static WitnessPolicy read(Path file) {
        try {
            var policy = WitnessPolicy.parse(Files.readAllBytes(file));
            for (var witness : policy.witnesses()) {
                witness.url().ifPresent(WitnessDoor::address);
            }
            if (policy.witnesses().stream().anyMatch(witness -> witness.url().isPresent())) {
                return policy;
            }
            throw invalid(file, "no witness in it has an address to ask it at");
        } catch (IOException e) {
            throw invalid(file, "it cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException | Refusal e) {
            throw e instanceof Refusal refusal && refusal.code() == Code.SETTING_INVALID
                    ? refusal
                    : invalid(file, String.valueOf(e.getMessage()));
        }
    }

    private static Refusal invalid(Path file, String why) {
        return new Refusal(
                Code.SETTING_INVALID,
                "audit.witness names " + file + ": " + why,
                "one line for each: witness NAME VKEY URL, then quorum NAME; docs/audit.md");
    }

    /** A checkpoint over all that is durable now, with the signatures of those who answer in time. */
    public Note checkpoint() {
        var free = new ArrayList<Asking>();
        try {
            for (var each : asked) {
                // Who signs a newer one meanwhile would not sign this one any more.
                if (each.turn().tryAcquire(WitnessDoor.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    free.add(each);
                }
            }
            var note = checkpoints.sign();
            var answers = new CountDownLatch(free.size());
            while (!free.isEmpty()) {
                ask(free.removeFirst(), note, answers);
            }
            if (!answers.await(WitnessDoor.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.INFO, "a witness did not sign the checkpoint of an export in time");
            }
            return checkpoints.cosigned(
                    note, asked.stream().map(each -> each.witness().key()).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return checkpoints.sign();
        } finally {
            free.forEach(each -> each.turn().release());
        }
    }

    private static void ask(Asking asking, Note note, CountDownLatch answers) {
        // Ends by itself: a question has a time limit.
        Thread.startVirtualThread(() -> {
            try {
                asking.ask(note);
            } finally {
                asking.turn().release();
                answers.countDown();
            }
        });
    }

    /** How each of them stands, for the doctor. */
    public List<Check> checks() {
        var checks = new ArrayList<Check>();
        if (policy.filter(known -> !known.logs().isEmpty() && !known.knows(checkpoints.key()))
                .isPresent()) {
            checks.add(new Check(
                    "witnesses",
                    false,
                    "the policy of audit.witness names other logs than this one",
                    "add a line: log " + checkpoints.key()));
        }
        asked.forEach(each -> checks.add(check(each.standing())));
        policy.map(this::quorum)
                .ifPresent(quorum -> checks.add(new Check(
                        "witnesses' quorum",
                        quorum.isMet(),
                        quorum.words(),
                        quorum.isMet() ? "" : "polar doctor says what each of them lacks")));
        return checks;
    }

    /** Whether those who signed are enough for the policy, and how far behind the log they are; empty without a policy. */
    public String quorum() {
        return policy.map(known -> quorum(known).words()).orElse("");
    }

    private record Quorum(boolean isMet, String words) {}

    private Quorum quorum(WitnessPolicy known) {
        long to = signedTo(known);
        var name = "quorum " + known.quorum().orElse("none");
        return to == 0
                ? new Quorum(
                        false, name + " is not met: " + signers() + " of " + asked.size() + " have signed this log")
                : new Quorum(true, name + " is met to " + to + " records, " + Math.max(0, size() - to) + " behind");
    }

    /** The most records that a quorum saw; 0 if none did. Who signed a longer log saw the shorter one too. */
    private long signedTo(WitnessPolicy known) {
        if (known.isMetBy(Set.of())) {
            return size();
        }
        var sizes = new TreeMap<Long, Set<String>>(Comparator.reverseOrder());
        asked.forEach(each -> each.standing()
                .last()
                .ifPresent(last -> sizes.computeIfAbsent(last.size(), fresh -> new HashSet<>())
                        .add(each.witness().name())));
        var signers = new HashSet<String>();
        for (var one : sizes.entrySet()) {
            signers.addAll(one.getValue());
            if (known.isMetBy(signers)) {
                return one.getKey();
            }
        }
        return 0;
    }

    private long signers() {
        return asked.stream().filter(each -> each.standing().last().isPresent()).count();
    }

    private long size() {
        return checkpoints
                .newest()
                .map(note -> Checkpoint.parse(note.text()).size())
                .orElse(0L);
    }

    private static Check check(Standing standing) {
        var signed = standing.last()
                .map(last -> "signed " + last.size() + " records at " + last.at())
                .orElse("has signed nothing yet");
        return new Check(
                "witness " + standing.name(),
                standing.trouble().isEmpty(),
                signed + standing.trouble().map(why -> "; " + why).orElse(""),
                standing.contradicts()
                        ? "compare with its evidence directory who was shown what; docs/audit.md"
                        : standing.trouble()
                                .map(why -> "look at " + standing.url())
                                .orElse(""));
    }

    /** What an operator should look at. */
    public List<String> problems() {
        return checks().stream()
                .filter(check -> !check.ok())
                .map(check -> check.name() + ": " + check.found() + "; " + check.next())
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        asked.forEach(Asking::close);
    }
}

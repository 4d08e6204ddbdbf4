package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.revocation.SignedList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches every source's list again before it runs out, more patiently the more often it failed, and has everything looked
 * at again when time alone changes something: an entry takes effect, a lift counts, a list runs out.
 */
public final class Refreshing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMinutes(1);
    private static final Duration SELDOM = Duration.ofHours(1);

    private final RevocationList revocations;
    private final Taking taking;
    private final TrustedTime time;
    private final RevocationsChanged changed;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("polar-revocations").factory());
    private final AtomicReference<Instant> looked;

    /**
     * How the last attempt went. Waiting counts this process's own time, which no clock sets back.
     *
     * @param at when
     * @param next when to try again, in {@link System#nanoTime}
     * @param failures since it last went well
     */
    public record Attempt(Instant at, long next, int failures, Optional<Refusal> problem) {}

    public Refreshing(RevocationList revocations, Taking taking, TrustedTime time, RevocationsChanged changed) {
        this.revocations = revocations;
        this.taking = taking;
        this.time = time;
        this.changed = changed;
        this.looked = new AtomicReference<>(time.instant());
        revocations.failures(this::problems);
    }

    /** Begins; the first look is at once. */
    public void start() {
        timer.scheduleWithFixedDelay(this::once, 0, 1, TimeUnit.SECONDS);
    }

    /** One look, as there is one each second: at the time, at records still to be written, and at lists that are due. */
    public void once() {
        try {
            time.passes();
            look();
            taking.recordAgain();
            revocations.sources().active().stream()
                    .filter(source -> !source.location().isEmpty() && due(source))
                    .forEach(this::attempt);
        } catch (RuntimeException e) {
            LOG.warn("revocations could not be looked at; tried again", e);
        }
    }

    /** Has everything looked at again if time has changed something since the last look. */
    void look() {
        var now = time.instant();
        var before = looked.getAndSet(now);
        if (revocations.changes().stream().anyMatch(at -> at.isAfter(before) && !at.isAfter(now))) {
            changed.revocationsChanged();
        }
    }

    private boolean due(Source source) {
        var last = attempts.get(source.name());
        return last == null || System.nanoTime() - last.next() >= 0;
    }

    private void attempt(Source source) {
        try {
            refresh(source, Optional.empty());
        } catch (Refusal told) {
            // kept as the source's problem
        }
    }

    /**
     * Fetches the list now; says whether it is another one than before.
     *
     * @throws Refusal what keeps it out; what was in force stays
     */
    boolean refresh(Source source, Optional<Consented> consent) {
        try {
            var next = fetch(source);
            boolean another = taking.take(source, next, consent);
            done(source, next.list());
            return another;
        } catch (Refusal refusal) {
            failed(source, refusal, consent);
            throw refusal;
        }
    }

    /** What is served now, as the next list; nothing changes. */
    ImportedLists.Held fetch(Source source) {
        return revocations.next(source, Location.of(source.location()).read(SignedList.MOST_BYTES, LONGEST));
    }

    void done(Source source, SignedList list) {
        var now = time.instant();
        var third = Duration.between(now, list.expires()).dividedBy(3);
        var pause = third.compareTo(SELDOM) > 0 ? SELDOM : third.compareTo(OFTEN) < 0 ? OFTEN : third;
        attempts.put(source.name(), new Attempt(now, System.nanoTime() + pause.toNanos(), 0, Optional.empty()));
    }

    private void failed(Source source, Refusal why, Optional<Consented> consent) {
        var last = attempts.get(source.name());
        int failures = last == null ? 1 : last.failures() + 1;
        var known = last == null ? Optional.<Code>empty() : last.problem().map(Refusal::code);
        if (consent.isPresent() || !known.equals(Optional.of(why.code()))) {
            taking.refused(source, why, consent);
        }
        attempts.put(
                source.name(),
                new Attempt(time.instant(), System.nanoTime() + pause(failures).toNanos(), failures, Optional.of(why)));
    }

    /** Five seconds, then twice as long each time, at most a quarter of an hour. */
    static Duration pause(int failures) {
        var most = Duration.ofMinutes(15);
        var doubled = Duration.ofSeconds(5L << Math.min(failures - 1, 10));
        return doubled.compareTo(most) > 0 ? most : doubled;
    }

    /** How the last attempt at that source went. */
    public Optional<Attempt> last(String source) {
        return Optional.ofNullable(attempts.get(source));
    }

    /** Which lists could not be fetched, and why. */
    private List<Refusal> problems() {
        var problems = new ArrayList<Refusal>();
        revocations
                .sources()
                .active()
                .forEach(source -> last(source.name())
                        .flatMap(Attempt::problem)
                        .ifPresent(why -> problems.add(new Refusal(
                                why.code(),
                                "the revocation list '" + source.name() + "' was not refreshed: " + why.getMessage(),
                                "polar revocations refresh " + source.name()))));
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

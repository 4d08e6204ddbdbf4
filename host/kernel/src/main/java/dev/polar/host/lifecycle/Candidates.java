package dev.polar.host.lifecycle;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.TrustState;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Generations that were started so that an operator can see what they offer. One waits a few minutes for the consent, so
 * that what was looked at is what will serve; nobody can call it.
 */
final class Candidates implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final Map<PluginId, Candidate> waiting = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer = timer();

    /** @param end of its patience */
    private record Candidate(Facts facts, Generation generation, Future<?> end) {}

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("polar-candidates").factory());
        timer.setRemoveOnCancelPolicy(true); // most come in at once
        return timer;
    }

    /** The candidate of exactly that content, if one waits. */
    synchronized Optional<Generation> find(PluginId plugin, Digest content) {
        return Optional.ofNullable(waiting.get(plugin))
                .filter(candidate -> candidate.facts().content().equals(content))
                .map(Candidate::generation);
    }

    /** Takes it: from now on it is the caller's to close. */
    synchronized Optional<Generation> take(PluginId plugin, Digest content) {
        var found = find(plugin, content);
        found.ifPresent(generation -> remove(plugin));
        return found;
    }

    synchronized void put(Facts facts, Generation generation) {
        drop(facts.plugin());
        var id = generation.id(); // not the generation: it may end long before that
        var end = timer.schedule(() -> expire(id), PATIENCE.toSeconds(), TimeUnit.SECONDS);
        waiting.put(facts.plugin(), new Candidate(facts, generation, end));
    }

    /** Whether any waits. */
    synchronized boolean any() {
        return !waiting.isEmpty();
    }

    synchronized void drop(PluginId plugin) {
        remove(plugin).ifPresent(candidate -> candidate.generation().close(Duration.ZERO));
    }

    private Optional<Candidate> remove(PluginId plugin) {
        var removed = Optional.ofNullable(waiting.remove(plugin));
        removed.ifPresent(candidate -> candidate.end().cancel(false));
        return removed;
    }

    /** Ends those that may not come in any more; they are no plugin's yet, so that nobody is told. */
    void judge(TrustState trust, Instant now) {
        takeRefused(trust, now).forEach(generation -> generation.cut(NOTICE));
    }

    private synchronized List<Generation> takeRefused(TrustState trust, Instant now) {
        var refused = waiting.values().stream()
                .filter(candidate ->
                        Admission.decide(Moment.INSTALL, candidate.facts(), trust, now) instanceof Verdict.Refused)
                .toList();
        refused.forEach(candidate -> remove(candidate.facts().plugin()));
        return refused.stream().map(Candidate::generation).toList();
    }

    synchronized void expire(GenerationId generation) {
        Optional.ofNullable(waiting.get(generation.plugin()))
                .filter(candidate -> candidate.generation().id().equals(generation))
                .ifPresent(candidate -> drop(generation.plugin()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            List.copyOf(waiting.keySet()).forEach(this::drop);
        }
    }
}

package dev.polar.host.retention;

import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Pruning;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log by the rule of the settings {@code audit.archive} and {@code audit.keep}, once an hour: what is whole is
 * archived, what is older is pruned. What was pruned before and is still there goes in any case.
 */
public final class Keeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final Archives archives;
    private final Pruning pruning;
    private final Rule rule;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("polar-keeping").factory());

    /**
     * The rule.
     *
     * @param archive whether segments are archived without being asked
     * @param keep how long records stay in the database; empty for ever
     */
    public record Rule(boolean archive, Optional<Duration> keep) {}

    public Keeping(Archives archives, Pruning pruning, Rule rule, InstantSource clock) {
        this.archives = archives;
        this.pruning = pruning;
        this.rule = rule;
        this.clock = clock;
    }

    /** Begins; the first look is after a minute, when a start has settled. */
    public void start() {
        timer.scheduleWithFixedDelay(this::once, 1, 60, TimeUnit.MINUTES);
    }

    /** One look. */
    public void once() {
        try {
            if (rule.archive() || rule.keep().isPresent()) {
                archives.make(byRule());
            }
            rule.keep().ifPresent(this::prune);
            pruning.drop();
        } catch (RuntimeException e) {
            LOG.warn("the log could not be archived or pruned; tried again in an hour", e);
        }
    }

    private void prune(Duration keep) {
        var eligible = pruning.before(clock.instant().minus(keep));
        if (!eligible.segments().isEmpty()) {
            pruning.prune(
                    byRule().apply(Draft.of(Category.AUDIT, PruningLog.ACTION)),
                    eligible.segments(),
                    (transaction, seq) -> seq);
        }
    }

    private UnaryOperator<Draft> byRule() {
        var text = rule.keep().map(keep -> "audit.keep=" + keep.toDays() + "d").orElse("audit.archive");
        return draft -> draft.fact("rule", text);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

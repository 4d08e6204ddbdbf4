package dev.polar.host.oauth;

import dev.polar.adminapi.Check;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose tokens are taken, with its keys: read when the first token comes, again when they have aged or a token names one that
 * nobody knows, and at most once a minute, whoever asks. If they cannot be had, those of the last hour still count.
 */
final class Issuer {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration USABLE = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofMinutes(1);
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final URI name;
    private final KeySource source;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Had had = new Had(new SigningKeys(List.of()), Instant.EPOCH);
    private volatile String problem = "";
    private Instant next = Instant.EPOCH;

    /** Keys, and when they were read. */
    private record Had(SigningKeys keys, Instant at) {}

    Issuer(URI name, KeySource source, InstantSource clock) {
        this.name = name;
        this.source = source;
        this.clock = clock;
    }

    URI name() {
        return name;
    }

    /** The keys of that name for that algorithm; empty if the issuer's keys cannot be had at all. */
    Optional<List<PublicKey>> keys(String id, Algorithm algorithm) {
        var known = had;
        if (!within(known, FRESH) || known.keys().named(id, algorithm).isEmpty()) {
            boolean goesOn =
                    within(known, USABLE) && !known.keys().named(id, algorithm).isEmpty();
            if (goesOn ? reading.tryLock() : waited()) {
                try {
                    read();
                } finally {
                    reading.unlock();
                }
            }
        }
        var now = had;
        return within(now, USABLE) ? Optional.of(now.keys().named(id, algorithm)) : Optional.empty();
    }

    private boolean waited() {
        reading.lock();
        return true;
    }

    private boolean within(Had keys, Duration age) {
        return clock.instant().isBefore(keys.at().plus(age));
    }

    private void read() {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        try {
            had = new Had(source.read(), now);
            problem = "";
            next = now.plus(PAUSE);
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
            next = now.plus(PAUSE_AFTER_FAILURE);
        }
    }

    /** Why its keys could not be had when they were read last; empty if they were, or nobody asked. */
    String problem() {
        return problem;
    }

    /** What the doctor says of it. */
    Check check() {
        var keys = had.keys().all().size();
        return new Check(
                "issuer " + name,
                problem.isEmpty(),
                problem.isEmpty()
                        ? keys == 0 ? "its keys are read when the first token comes" : keys + " keys"
                        : problem,
                problem.isEmpty() ? "" : "look whether it can be reached from here");
    }
}

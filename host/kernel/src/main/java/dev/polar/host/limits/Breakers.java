package dev.polar.host.limits;

import dev.polar.runtime.GenerationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A pause for what keeps failing. A release on trial that does must not close the door to the one beside it, so each
 * generation has a breaker of its own, and so has each of several servers; a pause is of its content, and goes on where it
 * was after a restart.
 */
public final class Breakers {
    private final Duration pause;
    private final InstantSource clock;
    private final Map<Part, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<Content, Pause> before = new ConcurrentHashMap<>();

    /** What has a breaker of its own. */
    private record Part(GenerationId generation, String server) {
        Content content() {
            return new Content(server, generation.digest());
        }
    }

    /**
     * What a pause is of.
     *
     * @param server {@code plugin/server} of a plugin with several servers, otherwise {@code plugin}
     */
    public record Content(String server, String digest) {
        boolean isOf(String name) {
            return server.equals(name) || server.startsWith(name + "/");
        }
    }

    /** @param pause the first one; later ones are longer */
    public Breakers(Duration pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * @param server as {@link Content} has it
     * @param gone generations of the plugin that nobody calls any more
     */
    public Breaker of(GenerationId generation, String server, Predicate<GenerationId> gone) {
        var part = new Part(generation, server);
        var known = breakers.get(part);
        if (known != null) {
            return known;
        }
        breakers.keySet()
                .removeIf(other ->
                        other.generation().plugin().equals(generation.plugin()) && gone.test(other.generation()));
        return breakers.computeIfAbsent(
                part,
                one -> new Breaker(one.content(), pause, clock, Optional.ofNullable(before.remove(one.content()))));
    }

    /** What is given a pause now. */
    public Map<String, Pause> inForce(Instant now) {
        var paused = new TreeMap<String, Pause>();
        before.forEach((content, last) -> {
            if (last.holds(now)) {
                paused.put(content.server(), last);
            }
        });
        breakers.forEach((part, breaker) -> breaker.pause(now).ifPresent(last -> paused.put(part.server(), last)));
        return paused;
    }

    /** As it was before this start. */
    void restore(Content content, Pause last) {
        before.put(content, last);
    }

    /**
     * An operator's word: its next call is tried.
     *
     * @param name of a plugin with all its servers, or of one of them
     */
    void resume(String name) {
        before.keySet().removeIf(content -> content.isOf(name));
        breakers.keySet().removeIf(part -> part.content().isOf(name));
    }
}

package dev.polar.host.limits;

import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
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
 * generation has a breaker of its own; a pause is of its content, and goes on where it was after a restart.
 */
public final class Breakers {
    private final Duration pause;
    private final InstantSource clock;
    private final Map<GenerationId, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<Content, Pause> before = new ConcurrentHashMap<>();

    /** What a pause is of. */
    public record Content(PluginId plugin, String digest) {
        public static Content of(GenerationId generation) {
            return new Content(generation.plugin(), generation.digest());
        }
    }

    /** @param pause the first one; later ones are longer */
    public Breakers(Duration pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** @param gone generations of the plugin that nobody calls any more */
    public Breaker of(GenerationId generation, Predicate<GenerationId> gone) {
        var known = breakers.get(generation);
        if (known != null) {
            return known;
        }
        breakers.keySet().removeIf(id -> id.plugin().equals(generation.plugin()) && gone.test(id));
        return breakers.computeIfAbsent(
                generation, id -> new Breaker(id, pause, clock, Optional.ofNullable(before.remove(Content.of(id)))));
    }

    /** What is given a pause now. */
    public Map<String, Pause> inForce(Instant now) {
        var paused = new TreeMap<String, Pause>();
        before.forEach((content, last) -> {
            if (last.holds(now)) {
                paused.put(content.plugin().name(), last);
            }
        });
        breakers.forEach((id, breaker) ->
                breaker.pause(now).ifPresent(last -> paused.put(id.plugin().name(), last)));
        return paused;
    }

    /** As it was before this start. */
    void restore(Content content, Pause last) {
        before.put(content, last);
    }

    /** An operator's word: its next call is tried. */
    void resume(PluginId plugin) {
        before.keySet().removeIf(content -> content.plugin().equals(plugin));
        breakers.keySet().removeIf(id -> id.plugin().equals(plugin));
    }
}

package dev.polar.host.floor;

import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The highest numbers that trust has reached, in {@code <data>/floors.json}: {@code {"floors":{NAME:NUMBER},"format":1}}.
 * Raise a floor after what reached it is durable: then a crash in between leaves the file behind, never ahead, and the
 * next start catches up.
 */
public final class Floors {
    /** The file's name in the data directory. */
    public static final String FILE = "floors.json";

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(64 << 20);

    private final Path file;
    private final boolean found;
    private SortedMap<String, Long> values;
    private Optional<Refusal> problem = Optional.empty();

    /** The name of the latest time that was believed, in seconds. */
    public static final String TIME = "time";

    private Floors(Path file, boolean found, SortedMap<String, Long> values) {
        this.file = file;
        this.found = found;
        this.values = values;
    }

    /** A name whose number went down. */
    public record Fallen(String name, long was, long is) {
        @Override
        public String toString() {
            return name + " was at " + was + " and is at " + is;
        }
    }

    /**
     * Reads them.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if the file is there and cannot be read
     */
    public static Floors in(Path dataDir) {
        var file = dataDir.resolve(FILE);
        try {
            return Files.exists(file)
                    ? new Floors(file, true, parse(Files.readAllBytes(file)))
                    : new Floors(file, false, new TreeMap<>());
        } catch (IOException | RuntimeException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "what trust had reached cannot be read: " + e.getMessage(),
                    "restore " + file + " from a backup; without the file the host starts and notices nothing");
        }
    }

    /** Whether there was a file to compare with when the host started. */
    public boolean found() {
        return found;
    }

    /** All of them. */
    public synchronized Map<String, Long> values() {
        return Map.copyOf(values);
    }

    /** The floor of that name; 0 if it has none. */
    public synchronized long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** The latest time that was believed before, if any was. */
    public Optional<Instant> latest() {
        return Optional.of(value(TIME)).filter(seconds -> seconds > 0).map(Instant::ofEpochSecond);
    }

    /** Raises one floor, durably; a lower value changes nothing. */
    public void raise(String name, long value) {
        raise(Map.of(name, value));
    }

    /** Raises several, durably; lower values change nothing. What cannot be written is a {@link #problem}. */
    public synchronized void raise(Map<String, Long> reached) {
        var next = new TreeMap<>(values);
        reached.forEach((name, value) -> next.merge(name, value, Math::max));
        if (!next.equals(values) || (!Files.exists(file))) {
            keep(next);
        }
    }

    /** @throws Refusal {@code TRUST_ROLLBACK} if the value is below that floor */
    public void require(String name, long value) {
        if (value < value(name)) {
            throw refusal(List.of(new Fallen(name, value(name), value)));
        }
    }

    /**
     * Which floors these numbers do not reach. A name that is missing among them has gone to 0.
     *
     * @param compared which names can be looked up there at all
     */
    public synchronized List<Fallen> above(Map<String, Long> reached, Predicate<String> compared) {
        var fallen = new ArrayList<Fallen>();
        values.forEach((name, floor) -> {
            long is = reached.getOrDefault(name, 0L);
            if (compared.test(name) && is < floor) {
                fallen.add(new Fallen(name, floor, is));
            }
        });
        return fallen;
    }

    /** Takes these floors down to what is there: an operator consented to each. */
    public synchronized void lower(List<Fallen> accepted) {
        var next = new TreeMap<>(values);
        for (var floor : accepted) {
            if (next.getOrDefault(floor.name(), 0L) == floor.was()) {
                next.put(floor.name(), floor.is());
            }
        }
        next.values().removeIf(value -> value == 0);
        keep(next);
    }

    /** Why they could not be written the last time. */
    public synchronized Optional<Refusal> problem() {
        return problem;
    }

    /** The refusal of a start, or of a reading, that found less than there was. */
    public static Refusal refusal(List<Fallen> fallen) {
        return new Refusal(
                Code.TRUST_ROLLBACK,
                "the database holds less than this host has seen: "
                        + fallen.getFirst()
                        + (fallen.size() > 1 ? ", and " + (fallen.size() - 1) + " more" : ""),
                "restore the newest backup, or look at 'polar trust accept-rollback --dry-run' and consent");
    }

    /** The text of a file with these floors. */
    public static byte[] bytes(Map<String, Long> floors) {
        var object = StrictJson.provider().createObjectBuilder();
        new TreeMap<>(floors).forEach(object::add);
        return Canonical.bytes(StrictJson.provider()
                .createObjectBuilder()
                .add("format", 1)
                .add("floors", object)
                .build());
    }

    /** Reads such a text. */
    public static SortedMap<String, Long> parse(byte[] bytes) {
        var json = StrictJson.object(bytes, LIMITS);
        if (json.getInt("format") != 1) {
            throw new IllegalArgumentException("a newer Polar wrote it");
        }
        var values = new TreeMap<String, Long>();
        JsonObject floors = json.getJsonObject("floors");
        floors.forEach((name, value) -> values.put(name, ((JsonNumber) value).longValueExact()));
        return values;
    }

    private void keep(SortedMap<String, Long> next) {
        try {
            OwnerOnly.write(file, bytes(next));
            values = next;
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(new Refusal(
                    Code.INTERNAL,
                    "what trust has reached cannot be written: " + e,
                    "check the space and owner of " + file));
        }
    }
}

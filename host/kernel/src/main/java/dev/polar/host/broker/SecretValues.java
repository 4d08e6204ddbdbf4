package dev.polar.host.broker;

import dev.polar.host.audit.Masking;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.spi.PluginId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of all secrets, sealed in the database under the master key. A value opens only for the plugin, publisher,
 * name and consent it was set with. One sealed under a lost master key counts as not set.
 */
public final class SecretValues implements Masking {
    private static final String PURPOSE = "secret";

    private final Database database;
    private final MasterKey key;
    private volatile List<Value> known = List.of();
    private volatile SecretMask mask = SecretMask.NONE;
    private volatile Map<Owner, SecretMask> masks = Map.of();
    private volatile Map<PluginId, SecretMask> plugins = Map.of();

    /** Set anew or removed since the host started: a process may still run that was started with one. */
    private List<Value> former = List.of();

    public SecretValues(Database database, MasterKey key) {
        this.database = database;
        this.key = key;
        reload();
    }

    /** @param version of the consent it was set with */
    record Value(Owner owner, String name, long version, String value, Instant setAt) {}

    @Override
    public String masked(String text) {
        return mask.masked(text);
    }

    /** The text without the secrets of that plugin, whoever publishes it. */
    public String masked(PluginId plugin, String text) {
        return plugins.getOrDefault(plugin, SecretMask.NONE).masked(text);
    }

    /** Masks what one owner's plugin must not be shown. */
    SecretMask maskFor(Owner owner) {
        return masks.getOrDefault(owner, SecretMask.NONE);
    }

    List<Value> all() {
        reload();
        return known;
    }

    /** The value as it is now, on whichever node it was set. */
    Optional<Value> find(Owner owner, String name) {
        var value = database.read(transaction -> SecretTable.find(transaction, owner, name))
                .flatMap(this::open);
        if (value.isPresent() && !known.contains(value.get())) {
            reload();
        }
        return value;
    }

    /** Seals and writes it. */
    void put(Transaction transaction, Owner owner, String name, long version, String value) {
        var sealed = key.seal(PURPOSE, place(owner, name, version), value.getBytes(StandardCharsets.UTF_8));
        SecretTable.put(transaction, owner, name, version, sealed);
    }

    void remove(Transaction transaction, Owner owner, String name) {
        SecretTable.remove(transaction, owner, name);
    }

    synchronized void reload() {
        var before = known;
        known = database.read(SecretTable::all).stream()
                .map(this::open)
                .flatMap(Optional::stream)
                .toList();
        former = Stream.concat(former.stream(), before.stream().filter(value -> !known.contains(value)))
                .distinct()
                .toList();
        var all = Stream.concat(known.stream(), former.stream()).toList();
        mask = mask(all);
        masks = masks(all, Value::owner);
        plugins = masks(all, value -> value.owner().plugin());
    }

    private static <T> Map<T, SecretMask> masks(List<Value> values, Function<Value, T> of) {
        return values.stream()
                .collect(Collectors.groupingBy(
                        of, Collectors.collectingAndThen(Collectors.toList(), SecretValues::mask)));
    }

    private Optional<Value> open(SecretTable.Row row) {
        try {
            var plain = key.open(PURPOSE, place(row.owner(), row.name(), row.version()), row.sealed());
            return Optional.of(new Value(
                    row.owner(), row.name(), row.version(), new String(plain, StandardCharsets.UTF_8), row.setAt()));
        } catch (IllegalStateException lostOrChanged) {
            return Optional.empty();
        }
    }

    private static SecretMask mask(List<Value> values) {
        return SecretMask.of(values.stream()
                .map(value -> Map.entry(value.name(), value.value()))
                .toList());
    }

    private static String place(Owner owner, String name, long version) {
        return owner.publisher() + "/" + owner.plugin() + "/" + name + "@" + version;
    }
}

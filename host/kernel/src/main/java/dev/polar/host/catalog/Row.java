package dev.polar.host.catalog;

import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One installed plugin as stored. It says where the plugin is in its life and where its bytes are; why it may be there
 * at all is in its {@link Mandate}.
 *
 * @param content the content digest
 * @param file digest of the file it came in
 * @param entries digest of every entry, the attestations too, by name
 * @param requires the plugins it cannot run without
 * @param version rises by one with each change of state
 * @param reason why it is quarantined or revoked
 * @param role what this release of the plugin is there for
 */
public record Row(
        PluginId plugin,
        String release,
        int epoch,
        Digest content,
        Digest file,
        Map<String, Digest> entries,
        Set<PluginId> requires,
        State state,
        long version,
        Optional<Refusal> reason,
        Instant since,
        Role role) {
    public Row {
        entries = Map.copyOf(entries);
        requires = Set.copyOf(requires);
    }

    /** A row that is not written yet. */
    public static Row disabled(Terms terms, Map<String, Digest> entries, Set<PluginId> requires) {
        return of(terms, entries, requires, State.DISABLED, Role.SERVING);
    }

    /** A row that is not written yet. */
    public static Row of(Terms terms, Map<String, Digest> entries, Set<PluginId> requires, State state, Role role) {
        return new Row(
                terms.plugin(),
                terms.version().toString(),
                terms.epoch(),
                terms.content(),
                terms.file(),
                entries,
                requires,
                state,
                0,
                Optional.empty(),
                Instant.EPOCH,
                role);
    }

    /** The same release for another purpose. */
    public Row as(Role other, State next) {
        return new Row(
                plugin,
                release,
                epoch,
                content,
                file,
                entries,
                requires,
                next,
                version,
                Optional.empty(),
                since,
                other);
    }

    /** The same with its entries, once they are stored. */
    public Row with(Map<String, Digest> stored) {
        return new Row(plugin, release, epoch, content, file, stored, requires, state, version, reason, since, role);
    }
}

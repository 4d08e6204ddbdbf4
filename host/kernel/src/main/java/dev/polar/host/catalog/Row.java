package dev.polar.host.catalog;

import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One installed plugin as stored. It says where the plugin is in its life and where its bytes are; why it may be there
 * at all is in its {@link Mandate}.
 *
 * @param content the content digest
 * @param file digest of the file it came in
 * @param entries digest of every entry, the attestations too, by name
 * @param version rises by one with each change of state
 * @param reason why it is quarantined or revoked
 */
public record Row(
        PluginId plugin,
        String release,
        int epoch,
        Digest content,
        Digest file,
        Map<String, Digest> entries,
        State state,
        long version,
        Optional<Refusal> reason,
        Instant since) {
    public Row {
        entries = Map.copyOf(entries);
    }

    /** The same in another state. */
    public Row in(State next, Optional<Refusal> why) {
        return new Row(plugin, release, epoch, content, file, entries, next, version, why, since);
    }
}

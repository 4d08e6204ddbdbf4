package dev.polar.trust.admission;

import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import java.util.Set;

/**
 * What is known of one package from its verified bytes.
 *
 * @param content the content digest
 * @param digests content, file, manifest and entry digests: what a digest revocation may name
 * @param publisher whose keys signed
 * @param level what the artifact proves
 * @param requested every permission the manifest asks for
 * @param placement where its code runs, one of {@link Placement#choices}
 */
public record Facts(
        PluginId plugin,
        Version version,
        int epoch,
        Digest content,
        Set<Digest> digests,
        String publisher,
        Set<KeyId> signers,
        Level level,
        Provenance provenance,
        Format format,
        Grant requested,
        Placement placement) {
    public Facts {
        digests = Set.copyOf(digests);
        signers = Set.copyOf(signers);
    }

    /** Facts about code that runs where its level has it run. */
    public Facts(
            PluginId plugin,
            Version version,
            int epoch,
            Digest content,
            Set<Digest> digests,
            String publisher,
            Set<KeyId> signers,
            Level level,
            Provenance provenance,
            Format format,
            Grant requested) {
        this(
                plugin,
                version,
                epoch,
                content,
                digests,
                publisher,
                signers,
                level,
                provenance,
                format,
                requested,
                Placement.choices(level, format, provenance).getFirst());
    }

    /** Whether an operator may have it run there. */
    public boolean mayRunIn(Placement wanted) {
        return Placement.choices(level, format, provenance).contains(wanted);
    }

    /** The same, running there if its level permits it, and where its level has it run if not. */
    public Facts placed(Placement wanted) {
        return new Facts(
                plugin,
                version,
                epoch,
                content,
                digests,
                publisher,
                signers,
                level,
                provenance,
                format,
                requested,
                mayRunIn(wanted)
                        ? wanted
                        : Placement.choices(level, format, provenance).getFirst());
    }
}

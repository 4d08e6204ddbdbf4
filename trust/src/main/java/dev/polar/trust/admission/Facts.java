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
        Grant requested) {
    public Facts {
        digests = Set.copyOf(digests);
        signers = Set.copyOf(signers);
    }

    /** Where its code runs, from level, format and provenance. */
    public Placement placement() {
        if (level == Level.REMOTE) {
            return Placement.REMOTE;
        }
        if (format == Format.SKILL) {
            return Placement.HOST;
        }
        return switch (level) {
            case CORE, VERIFIED -> format.java() ? Placement.HOST : Placement.CONFINED;
            case LOCAL -> format.java() && provenance == Provenance.PACKED ? Placement.HOST : Placement.CONFINED;
            case COMMUNITY, DEV, REMOTE -> Placement.CONFINED;
        };
    }
}

package dev.polar.trust.packages;

import dev.polar.trust.admission.Level;
import dev.polar.trust.container.Archive;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.skill.Finding;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A package whose every byte an enrolled publisher signed, in a namespace of its own. Only {@link PackageVerification}
 * makes one. Revocation, rollback and what an operator consents to are still to be asked.
 */
public final class VerifiedPackage {
    private final PackageFile file;
    private final Manifest manifest;
    private final Optional<McpServers> mcpServers;
    private final Attribution attribution;
    private final Reviews reviews;

    VerifiedPackage(
            PackageFile file,
            Manifest manifest,
            Optional<McpServers> mcpServers,
            Attribution attribution,
            Reviews reviews) {
        this.file = file;
        this.manifest = manifest;
        this.mcpServers = mcpServers;
        this.attribution = attribution;
        this.reviews = reviews;
    }

    /** What the package says about itself; the statement says the same name, version and epoch. */
    public Manifest manifest() {
        return manifest;
    }

    /** The MCP servers it declares, if it has an {@code mcp.json}. */
    public Optional<McpServers> mcpServers() {
        return mcpServers;
    }

    /** Every entry, the attestations too, in file order. */
    public Archive archive() {
        return file.archive();
    }

    /** Digest of each entry but the attestations, by name, in file order: where the content store keeps it. */
    public Map<String, Digest> entries() {
        return file.entries();
    }

    /** What approvals, grants and records name. */
    public Digest contentDigest() {
        return file.contentDigest();
    }

    /** Digest of the file as it was transported. */
    public Digest fileDigest() {
        return file.digest();
    }

    /** What a digest revocation may name: content, file, and every entry, the manifest among them. */
    public Set<Digest> digests() {
        var digests = new HashSet<>(file.entries().values());
        digests.add(contentDigest());
        digests.add(fileDigest());
        return Set.copyOf(digests);
    }

    /** Whose it is. */
    public Publisher publisher() {
        return attribution.publisher();
    }

    /** The publisher's keys that signed, at least its threshold. */
    public Set<KeyId> signers() {
        return Set.copyOf(attribution.signers());
    }

    /** Names of the reviewers who accepted exactly this package. */
    public Set<String> reviewers() {
        return Set.copyOf(reviews.reviewers());
    }

    /** What the artifact proves: the publisher's level, and a review raises community to verified. */
    public Level level() {
        var given = attribution.publisher().level();
        return given == Level.COMMUNITY && !reviews.reviewers().isEmpty() ? Level.VERIFIED : given;
    }

    /** When the publisher says to have published it: informative, never evidence. */
    public Instant publishedAt() {
        return attribution.statement().publishedAt();
    }

    /** What is odd about the attestations without being refused. */
    public List<Finding> findings() {
        return List.copyOf(reviews.findings());
    }

    @Override
    public String toString() {
        return manifest.name() + " " + manifest.version() + " " + contentDigest();
    }
}

package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.container.Entry;
import dev.polar.trust.manifest.Entrypoint;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.packages.VerifiedPackage;
import java.util.Map;
import java.util.Optional;

/** What admission is asked about, taken from verified bytes. */
public final class PackageFacts {
    private PackageFacts() {}

    /** Everything the bytes say, and how they came to be signed. */
    public static Facts of(VerifiedPackage verified, Provenance provenance) {
        var manifest = verified.manifest();
        var servers = servers(verified);
        return new Facts(
                manifest.name(),
                manifest.version(),
                manifest.epoch(),
                verified.contentDigest(),
                verified.digests(),
                verified.publisher().name(),
                verified.signers(),
                remote(servers) ? Level.REMOTE : verified.level(),
                provenance,
                format(verified, servers),
                manifest.requested());
    }

    /** As above, of a package that an operator consented to: it runs where they said, as long as its level permits it. */
    public static Facts of(VerifiedPackage verified, Terms terms) {
        return of(verified, terms.provenance()).placed(terms.placement());
    }

    /** The MCP servers it declares, if any. */
    public static Optional<McpServers> servers(VerifiedPackage verified) {
        return verified.archive().find(McpServers.FILE).map(Entry::bytes).map(McpServers::parse);
    }

    private static Format format(VerifiedPackage verified, Optional<McpServers> servers) {
        var entry = verified.manifest().entry();
        if (entry.isPresent() && servers.isPresent()) {
            throw mixed("code and MCP servers", verified);
        }
        if (servers.isPresent() && remote(servers) != allRemote(servers.get())) {
            throw mixed("MCP servers of its own and remote ones", verified);
        }
        return entry.map(Entrypoint::runtime)
                .map(runtime -> switch (runtime) {
                    case OSGI -> Format.OSGI;
                    case PF4J -> Format.PF4J;
                })
                .orElseGet(() -> servers.isPresent() ? Format.MCP : ofSkills(verified));
    }

    /** Without code, tools are answered by scripts. */
    private static Format ofSkills(VerifiedPackage verified) {
        return verified.manifest().tools().isEmpty() ? Format.SKILL : Format.SCRIPT;
    }

    private static boolean remote(Optional<McpServers> servers) {
        return servers.stream().flatMap(all -> all.servers().stream()).anyMatch(McpServer.Remote.class::isInstance);
    }

    private static boolean allRemote(McpServers servers) {
        return servers.servers().stream().allMatch(McpServer.Remote.class::isInstance);
    }

    private static Refusal mixed(String what, VerifiedPackage verified) {
        return new Refusal(
                Code.MANIFEST_INVALID,
                "the package brings " + what + ", which are trusted and run differently",
                "make it two plugins",
                Map.of("plugin", verified.manifest().name().name()));
    }
}

package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.PackageStatement;
import dev.polar.trust.container.Archive;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.text.CleanText;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Holds what a package is against what its statement says it is. */
final class Contents {
    private Contents() {}

    /** Every entry is listed, everything listed is there, and each has the digest that was signed. */
    static void requireListed(PackageFile file, PackageStatement statement) {
        for (var name : file.entries().keySet()) {
            if (!statement.subjects().containsKey(name)) {
                throw entry(Code.ENTRY_UNLISTED, name, "is in the file and nobody signed it");
            }
        }
        for (var name : statement.subjects().keySet()) {
            if (!file.entries().containsKey(name)) {
                throw entry(Code.ENTRY_MISSING, name, "was signed and is not in the file");
            }
        }
        file.entries().forEach((name, digest) -> {
            if (!digest.equals(statement.subjects().get(name))) {
                throw entry(Code.DIGEST_MISMATCH, name, "is not what was signed")
                        .with("signed", Objects.toString(statement.subjects().get(name)))
                        .with("found", digest.toString());
            }
        });
    }

    /** The manifest, which is about the same release as the statement. */
    static Manifest manifest(PackageFile file, PackageStatement statement) {
        var manifest = manifest(file.archive());
        requireSame("name", statement.name(), manifest.name().name());
        requireSame("version", statement.version(), manifest.version().toString());
        requireSame("epoch", "" + statement.epoch(), "" + manifest.epoch());
        return manifest;
    }

    /** The manifest, which fits the package it is in. */
    static Manifest manifest(Archive contents) {
        var manifest = contents.find(Manifest.FILE)
                .map(entry -> Manifest.parse(entry.bytes()))
                .orElseThrow(() -> new Refusal(
                        Code.MANIFEST_INVALID,
                        "the package has no " + Manifest.FILE,
                        "every package starts with one: polar new tools NAME writes an example",
                        Map.of("entry", Manifest.FILE)));
        manifest.checkAgainst(contents);
        return manifest;
    }

    /** The MCP servers, if it declares any; what they run is in the package. */
    static Optional<McpServers> mcpServers(Archive contents) {
        var servers = contents.find(McpServers.FILE).map(entry -> McpServers.parse(entry.bytes()));
        servers.ifPresent(found -> found.checkAgainst(contents));
        return servers;
    }

    private static void requireSame(String field, String signed, String found) {
        if (!signed.equals(found)) {
            throw new Refusal(
                    Code.MANIFEST_MISMATCH,
                    "the statement was signed for " + field + " '" + CleanText.line(signed) + "' and " + Manifest.FILE
                            + " says '" + found + "'",
                    "ask the publisher to pack and sign it again",
                    Map.of("field", field, "signed", CleanText.line(signed), "found", found));
        }
    }

    private static Refusal entry(Code code, String name, String what) {
        var shown = CleanText.line(name);
        return new Refusal(
                code,
                "'" + shown + "' " + what,
                "the file was altered after signing: get it from its publisher again",
                Map.of("entry", shown));
    }
}

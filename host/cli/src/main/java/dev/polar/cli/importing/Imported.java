package dev.polar.cli.importing;

import dev.polar.trust.container.Entry;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.skill.Finding;
import java.util.List;

/**
 * An unsigned package.
 *
 * @param entries its files, {@code plugin.json} among them, sorted by name
 * @param findings sorted by file and line; none of them is a danger
 */
public record Imported(Manifest manifest, List<Entry> entries, List<Finding> findings) {
    public Imported {
        entries = List.copyOf(entries);
        findings = List.copyOf(findings);
    }
}

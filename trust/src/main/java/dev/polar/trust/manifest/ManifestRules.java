package dev.polar.trust.manifest;

/** What parts of a manifest demand of each other. */
final class ManifestRules {
    private ManifestRules() {}

    static void check(Manifest manifest, JsonAt extension) {
        if (manifest.entry().isPresent() != manifest.spi().isPresent()) {
            throw extension.refused(
                    "spi",
                    manifest.entry().isPresent() ? "code needs 'spi'" : "'spi' without 'entry' means nothing",
                    "Write which versions of polar-spi the code fits, as in \"spi\": \"[1.0,2.0)\".");
        }
        boolean code = manifest.entry().filter(e -> !e.library()).isPresent();
        if (code) {
            return;
        }
        var promised = manifest.channels().size()
                + manifest.policyRules().size()
                + manifest.auditSinks().size();
        if (promised > 0 || manifest.tools().stream().anyMatch(t -> t.script().isEmpty())) {
            throw extension.refused(
                    "entry",
                    "nothing in the package can provide what it promises",
                    "Add 'entry' with a plugin class, or give each tool a 'script'.");
        }
    }
}

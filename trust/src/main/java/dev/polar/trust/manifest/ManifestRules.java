package dev.polar.trust.manifest;

import dev.polar.trust.json.JsonAt;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.permission.SecretAccess;

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
        checkSecrets(manifest, extension);
        boolean code = manifest.entry().filter(e -> !e.library()).isPresent();
        if (code) {
            return;
        }
        var promised = manifest.channels().size()
                + manifest.policyRules().size()
                + manifest.resultRules().size()
                + manifest.auditSinks().size();
        if (promised > 0 || manifest.tools().stream().anyMatch(t -> t.script().isEmpty())) {
            throw extension.refused(
                    "entry",
                    "nothing in the package can provide what it promises",
                    "Add 'entry' with a plugin class, or give each tool a 'script'.");
        }
    }

    /** Who sees a secret's value could send it anywhere, unless anywhere is a list of hosts. */
    private static void checkSecrets(Manifest manifest, JsonAt extension) {
        var accesses = manifest.requested().permissions().stream()
                .map(Permission::access)
                .toList();
        boolean sees = accesses.stream().anyMatch(a -> a instanceof SecretAccess && a.highRisk());
        if (sees && accesses.stream().anyMatch(a -> a instanceof NetConnect && a.highRisk())) {
            throw extension
                    .require("permissions")
                    .refused(
                            "secret-hosts",
                            "a plugin that sees a secret's value connects to exact hosts and ports alone",
                            "Name each host, or use secret.use, with which the plugin never sees the value.");
        }
    }
}

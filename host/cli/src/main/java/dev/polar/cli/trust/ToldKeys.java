package dev.polar.cli.trust;

import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Fingerprint;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Keys of strangers, each with the fingerprint that its owner told by another way. */
record ToldKeys(Shell shell) {

    /** All of them as PEM. */
    String read(List<Path> files, List<String> fingerprints) {
        var read = files.stream().map(path -> new KeyFile(path).publicKey()).toList();
        for (int i = 0; i < read.size(); i++) {
            requireFingerprint(read.get(i), files.get(i), i, fingerprints);
        }
        return read.stream().map(PublicKey::toPem).collect(Collectors.joining());
    }

    /** What they say here has to come from elsewhere, so it is never shown before they have said it. */
    private void requireFingerprint(PublicKey key, Path file, int index, List<String> fingerprints) {
        String said;
        if (index < fingerprints.size()) {
            said = fingerprints.get(index);
        } else {
            said = shell.terminal()
                    .prompt()
                    .orElseThrow(() -> new Refusal(
                            Code.USAGE,
                            "the fingerprint of " + file + " is missing",
                            "--fingerprint HEX16, as its owner told you by another way"))
                    .line("The first 16 digits of the fingerprint of " + file + ", as its owner told you:");
        }
        if (!same(said, key)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "the fingerprint is not that of " + file + ": nothing was enrolled",
                    "ask its owner again, by another way than the one the key came");
        }
    }

    private static boolean same(String said, PublicKey key) {
        try {
            return Fingerprint.parse(said).equals(key.id().fingerprint());
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}

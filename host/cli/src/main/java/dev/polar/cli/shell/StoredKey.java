package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A private key on disk and its public half beside it, {@code acme.pem} and {@code acme.pub.pem}.
 *
 * @param file the private one
 */
public record StoredKey(Path file) {
    /** Where its public half lies. */
    public Path publicFile() {
        var name = file.getFileName().toString();
        var stem = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
        return file.resolveSibling(stem + ".pub.pem");
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** Writes both halves; neither may be there. */
    public void write(SigningKey key, String pem) {
        if (Files.exists(publicFile())) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "the file " + publicFile() + " exists and a key is never overwritten",
                    "choose another file name");
        }
        new KeyFile(file).writePrivate(pem);
        new KeyFile(publicFile()).writePublic(key.publicKey());
    }

    /** Its public half: of the file beside it, of the file itself if that is public, or of the private key. */
    public PublicKey publicKey(KeyOptions passphrase, Shell shell) {
        if (Files.exists(publicFile())) {
            return new KeyFile(publicFile()).publicKey();
        }
        try {
            return new KeyFile(file).publicKey();
        } catch (Refusal isPrivate) {
            return passphrase.read(file, shell).publicKey();
        }
    }
}

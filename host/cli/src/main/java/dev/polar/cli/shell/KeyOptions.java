package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase comes from. */
public final class KeyOptions {
    private static final int MOST = 4096;

    @Option(
            names = "--passphrase-fd",
            paramLabel = "N",
            description = "Read the key's passphrase from this file descriptor, up to its first line end.")
    @Nullable
    Integer descriptor;

    /** Whether a passphrase comes from elsewhere than a person. */
    public boolean given() {
        return descriptor != null;
    }

    /** The private key in a file; its passphrase is asked for only if it has one. */
    public SigningKey read(Path file, Shell shell) {
        if (!Files.exists(file)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "there is no key file " + file,
                    "make one with 'polar key new " + file + "', or name another");
        }
        return new KeyFile(file).signingKey(() -> passphrase("Passphrase of " + file, shell));
    }

    /** A passphrase for a new key, typed twice. */
    public char[] choose(Path file, Shell shell) {
        var first = passphrase("New passphrase for " + file, shell);
        if (descriptor == null) {
            var again = passphrase("The same once more", shell);
            if (!Arrays.equals(first, again)) {
                throw new Refusal(Code.KEY_INVALID, "the two passphrases differ", "try again; nothing was written");
            }
        }
        return first;
    }

    private char[] passphrase(String question, Shell shell) {
        if (descriptor != null) {
            return fromDescriptor(descriptor);
        }
        return shell.terminal()
                .prompt()
                .orElseThrow(() -> new Refusal(
                        Code.KEY_INVALID,
                        "the key needs a passphrase and there is no terminal to ask at",
                        "give it with --passphrase-fd N"))
                .secret(question);
    }

    private static char[] fromDescriptor(int descriptor) {
        try (var in = new FileInputStream("/dev/fd/" + descriptor)) {
            var text = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            return (end < 0 ? text : text.substring(0, end)).toCharArray();
        } catch (IOException e) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "the passphrase cannot be read from file descriptor " + descriptor + ": " + e.getMessage(),
                    "for example: --passphrase-fd 3 3< passphrase.txt");
        }
    }
}

package dev.polar.adminapi;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an installation is called, in the file {@code installation} of its data directory. Every statement that operators
 * sign is bound to it, and one for development says so in its name: whoever takes that away, or adds it, has an
 * installation in which nothing is signed.
 */
public record InstallationName(String text) {
    /** The name of the file. */
    public static final String FILE = "installation";

    private static final String DEVELOPMENT = "dev-";

    /**
     * A new one.
     *
     * @param unique what no other has
     */
    public static InstallationName of(String unique, boolean development) {
        return new InstallationName(development ? DEVELOPMENT + unique : unique);
    }

    /** The name of the installation in that data directory, if one is there. */
    public static Optional<InstallationName> in(Path data) {
        try {
            return Optional.of(
                    new InstallationName(Files.readString(data.resolve(FILE)).strip()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an installation for development is in that data directory. */
    public static boolean developmentIn(Path data) {
        return in(data).filter(InstallationName::development).isPresent();
    }

    /**
     * Asked before anything is opened or made in that directory.
     *
     * @throws Refusal {@code DEV_INSTALLATION} if what is there was made for the other purpose: neither ever becomes the other
     */
    public static void requireFit(Path data, boolean development) {
        if (in(data).filter(name -> name.development() != development).isPresent()) {
            throw new Refusal(
                    Code.DEV_INSTALLATION,
                    development
                            ? data + " holds an installation, which never becomes one for development"
                            : data + " holds an installation for development, which never becomes another one",
                    development
                            ? "polar up --dev with another directory, or without --data"
                            : "polar up --dev --data " + data + ", or polar up with another directory",
                    Map.of("data", data.toString()));
        }
    }

    /** Whether what is in it may be in development, and lasts no longer than that. */
    public boolean development() {
        return text.startsWith(DEVELOPMENT);
    }
}

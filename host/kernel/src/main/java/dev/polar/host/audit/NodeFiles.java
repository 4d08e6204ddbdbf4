package dev.polar.host.audit;

import dev.polar.host.store.OwnerOnly;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node keeps of its log outside the database: its name, the key that signs, and the last checkpoint it signed. A
 * database that was set back does not set these back with it.
 */
record NodeFiles(Path dataDir) {
    private static final Logger LOG = System.getLogger("polar.audit");

    /** The node's name: made once, the same for the life of the data directory. */
    String node() {
        try {
            OwnerOnly.directory(dataDir);
            return OwnerOnly.secret(dataDir.resolve("node.id"))
                    .replaceAll("[^A-Za-z0-9]", "")
                    .substring(0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log key in {@code keys/log.pem}, made there the first time; no passphrase, for a host starts alone. */
    SigningKey key() {
        var file = new KeyFile(dataDir.resolve("keys").resolve("log.pem"));
        try {
            OwnerOnly.directory(file.path().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.exists(file.path())) {
            file.writePrivate(SigningKey.generate().toPlainPem());
        }
        return file.signingKey(() -> new char[0]);
    }

    /** The last checkpoint that was signed here, if its file is whole. */
    Optional<Note> checkpoint() {
        try {
            var note = Note.parse(Files.readString(checkpointFile()));
            var origin = Checkpoint.parse(note.text()).origin();
            return origin.matches(".*/[1-9][0-9]{0,8}") ? Optional.of(note) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Remembers it. If that fails the database still has it, and the next one is remembered in its place. */
    void keep(Note checkpoint) {
        try {
            OwnerOnly.write(checkpointFile(), checkpoint.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the last checkpoint could not be kept in " + checkpointFile(), e);
        }
    }

    private Path checkpointFile() {
        return dataDir.resolve("log.checkpoint");
    }

    /** The machine's name, as far as it can stand in an origin. */
    static String machine() {
        try {
            var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.matches("[A-Za-z0-9.-]+") ? name : "localhost";
        } catch (IOException e) {
            return "localhost";
        }
    }
}

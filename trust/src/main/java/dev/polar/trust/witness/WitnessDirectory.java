package dev.polar.trust.witness;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * What a witness has on its disk.
 *
 * <pre>
 * witness.pem      its key
 * witness.vkey     the public half under its name, for policies
 * logs/            a file for each log, by the SHA-256 of its origin: {@link Watched}
 * evidence/        signed checkpoints that it refused, as they came
 * lock             held while it answers
 * </pre>
 */
record WitnessDirectory(Path path) {
    /** How much evidence is kept, so that nobody fills the disk. */
    private static final int MOST_EVIDENCE = 1_000;

    /** Makes the directory and a key. */
    static WitnessDirectory make(Path path, String name) {
        var directory = new WitnessDirectory(path);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            for (var each : List.of(path, directory.logs(), directory.evidence())) {
                if (!Files.isDirectory(each)) {
                    Files.createDirectory(
                            each, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                }
            }
            var key = SigningKey.generate();
            directory.keyFile().writePrivate(key.toPlainPem());
            DurableFile.write(directory.vkeyFile(), new WitnessKey(name, key.publicKey()) + "\n");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Refusal {@code NOT_FOUND} if no witness lives there, {@code KEY_INVALID} */
    static WitnessDirectory existing(Path path) {
        var directory = new WitnessDirectory(path);
        if (!Files.exists(directory.vkeyFile())) {
            throw new Refusal(Code.NOT_FOUND, "no witness lives in " + path, "polar witness init --name NAME");
        }
        return directory;
    }

    WitnessKey key() {
        return WitnessKey.parse(text(vkeyFile()).strip());
    }

    SigningKey signingKey() {
        var key = keyFile().signingKey(() -> new char[0]);
        if (!key.publicKey().equals(key().key())) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    keyFile().path() + " is not the key of " + vkeyFile(),
                    "restore both files from one backup; a witness never changes its key");
        }
        return key;
    }

    /** Begins to watch; false if it does already. */
    boolean add(NoteKey log) {
        var file = file(log.name());
        if (DurableFile.writeNew(file, new Watched(log, Optional.empty()).toString())) {
            return true;
        }
        if (!read(file).key().equals(log)) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "the log " + log.name() + " is watched under another key",
                    "find out which is the log's; a log whose key was replaced has another number at its end");
        }
        return false;
    }

    Optional<Watched> log(String origin) {
        var file = file(origin);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    List<Watched> all() {
        try (var files = Files.list(logs())) {
            return files.filter(file -> Digest.isHex(file.getFileName().toString()))
                    .map(WitnessDirectory::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Durable when it returns. */
    void keep(Watched log) {
        DurableFile.write(file(log.key().name()), log.toString());
    }

    /** Keeps what contradicts what is known, once. */
    void keepEvidence(AddCheckpoint asked, Watched known) {
        var text = "known " + known.size() + "\n"
                + known.last().map(Object::toString).orElse("") + "\n" + asked;
        var name = Digest.of(asked.checkpoint().text().getBytes(StandardCharsets.UTF_8))
                .hex();
        try (var files = Files.list(evidence())) {
            if (files.count() < MOST_EVIDENCE) {
                DurableFile.writeNew(evidence().resolve(name), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path lock() {
        return path.resolve("lock");
    }

    private KeyFile keyFile() {
        return new KeyFile(path.resolve("witness.pem"));
    }

    private Path vkeyFile() {
        return path.resolve("witness.vkey");
    }

    private Path logs() {
        return path.resolve("logs");
    }

    private Path evidence() {
        return path.resolve("evidence");
    }

    private Path file(String origin) {
        return logs().resolve(Digest.of(origin.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** A file that is not whole is no reason to begin anew: then nothing is cosigned. */
    private static Watched read(Path file) {
        try {
            return Watched.parse(text(file));
        } catch (IllegalArgumentException | Refusal e) {
            throw new IllegalStateException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

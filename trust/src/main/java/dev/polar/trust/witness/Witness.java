package dev.polar.trust.witness;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.ConsistencyProof;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A witness at work. It never signs two histories of one log: what it compares with, and what it remembers in its place,
 * change under one lock, and are on the disk before the cosignature leaves.
 */
public final class Witness implements AutoCloseable {
    private final WitnessDirectory directory;
    private final String name;
    private final SigningKey key;
    private final FileChannel held;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();

    private Witness(WitnessDirectory directory, FileChannel held, InstantSource clock) {
        this.directory = directory;
        this.name = directory.key().name();
        this.key = directory.signingKey();
        this.held = held;
        this.clock = clock;
    }

    /**
     * Makes a witness: a directory and a key.
     *
     * @param name what its key is called, such as {@code witness.example/w1}
     * @throws Refusal {@code KEY_INVALID} if one lives there already or that is no name
     */
    public static WitnessKey make(Path path, String name) {
        if (!NoteKey.isName(name)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "a witness cannot be called '" + name + "'",
                    "a word without spaces and '+', such as witness.example/w1");
        }
        return WitnessDirectory.make(path, name).key();
    }

    /** The public key of the witness that lives there, for policies. */
    public static WitnessKey keyIn(Path path) {
        return WitnessDirectory.existing(path).key();
    }

    /** The logs that it watches. */
    public static List<Watched> logsIn(Path path) {
        return WitnessDirectory.existing(path).all();
    }

    /**
     * Has the witness there watch a log, also while it runs.
     *
     * @return false if it does already
     * @throws Refusal {@code STATE_CONFLICT} if it watches a log of that origin under another key
     */
    public static boolean watch(Path path, NoteKey log) {
        return WitnessDirectory.existing(path).add(log);
    }

    /**
     * Opens a witness; there is one at a time in a directory.
     *
     * @throws Refusal {@code NOT_FOUND}, {@code KEY_INVALID}, {@code STATE_CONFLICT} if another process has it open
     */
    public static Witness open(Path path, InstantSource clock) {
        var directory = WitnessDirectory.existing(path);
        try {
            var held = FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (held.tryLock() != null) {
                    return new Witness(directory, held, clock);
                }
            } catch (OverlappingFileLockException e) {
                // told below
            } catch (RuntimeException e) {
                held.close();
                throw e;
            }
            held.close();
            throw new Refusal(Code.STATE_CONFLICT, "a witness runs in " + path + " already", "end that one first");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its public key. */
    public WitnessKey key() {
        return new WitnessKey(name, key.publicKey());
    }

    /**
     * Answers one request, in the order of C2SP tlog-witness.
     *
     * @throws RuntimeException if its own disk fails or was damaged: then nothing was signed
     */
    public Answer answer(AddCheckpoint asked) {
        Checkpoint now;
        try {
            now = Checkpoint.parse(asked.checkpoint().text());
        } catch (IllegalArgumentException e) {
            return new Answer.Malformed(e.getMessage());
        }
        turn.lock();
        try {
            return directory
                    .log(now.origin())
                    .<Answer>map(known -> answer(asked, now, known))
                    .orElseGet(Answer.UnknownLog::new);
        } finally {
            turn.unlock();
        }
    }

    private Answer answer(AddCheckpoint asked, Checkpoint now, Watched known) {
        var signed = asked.checkpoint().only(known.key());
        if (signed.isEmpty()) {
            return new Answer.NotSigned();
        }
        if (asked.oldSize() > now.size()) {
            return new Answer.Malformed("the old size is larger than the new one");
        }
        if (asked.oldSize() != known.size()) {
            return new Answer.OtherSize(known.size());
        }
        if (now.size() == known.size() && !now.root().equals(known.root())) {
            directory.keepEvidence(asked, known);
            return new Answer.OtherSize(known.size());
        }
        if (!grew(known, now, asked.proof())) {
            directory.keepEvidence(asked, known);
            return new Answer.Inconsistent();
        }
        if (now.size() > known.size() || known.last().isEmpty()) {
            directory.keep(new Watched(known.key(), signed));
        }
        return new Answer.Cosigned(WitnessKey.cosign(asked.checkpoint().text(), name, key, clock.instant()));
    }

    private static boolean grew(Watched known, Checkpoint now, List<Digest> proof) {
        return new ConsistencyProof(known.size(), now.size(), proof).proves(known.root(), now.root());
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.polar.host.witness;

import dev.polar.host.audit.Checkpoints;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.WitnessPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** One witness as this host asks it; one question at a time, whoever has it asked. */
final class Asking implements AutoCloseable {
    private static final int STEPS = 3;
    private static final Duration MOST_DELAY = Duration.ofMinutes(1);

    private final WitnessPolicy.Witness witness;
    private final WitnessDoor door;
    private final Checkpoints checkpoints;
    private final Journal journal;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1);
    private volatile Standing standing;
    private final Set<String> recorded = new HashSet<>();
    private Duration delay = Duration.ZERO;
    private Instant notBefore = Instant.MIN;

    Asking(WitnessPolicy.Witness witness, Checkpoints checkpoints, Journal journal, InstantSource clock) {
        this.witness = witness;
        this.door = new WitnessDoor(witness.url().orElseThrow());
        this.checkpoints = checkpoints;
        this.journal = journal;
        this.clock = clock;
        this.standing = new Standing(
                witness.name(), witness.url().orElseThrow(), checkpoints.last(witness.key()), Optional.empty(), false);
    }

    Standing standing() {
        return standing;
    }

    WitnessPolicy.Witness witness() {
        return witness;
    }

    Semaphore turn() {
        return turn;
    }

    /** Has the newest checkpoint signed, if it is not, and if this witness may be asked again already. */
    void round() {
        if (!turn.tryAcquire()) {
            return;
        }
        try {
            if (!clock.instant().isBefore(notBefore)) {
                checkpoints.newest().filter(note -> size(note) > known()).ifPresent(this::ask);
            }
        } catch (RuntimeException e) {
            trouble("it cannot be asked: " + e.getMessage());
        } finally {
            turn.release();
        }
    }

    private static long size(Note note) {
        return Checkpoint.parse(note.text()).size();
    }

    private long known() {
        return standing.last().map(Checkpoints.Cosigned::size).orElse(0L);
    }

    /** Asks for exactly that one. Whoever calls this has the turn. */
    void ask(Note note) {
        try {
            ask(note, Checkpoint.parse(note.text()));
        } catch (IOException e) {
            trouble("it does not answer: " + e);
        } catch (RuntimeException e) {
            trouble("it cannot be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Note note, Checkpoint now) throws IOException, InterruptedException {
        long from = known();
        for (int step = 0; step < STEPS; step++) {
            var proof = checkpoints.proof(from, now);
            var reply = door.ask(new AddCheckpoint(from, proof.hashes(), note));
            switch (reply.status()) {
                case 200 -> {
                    signed(note, now, reply.body());
                    return;
                }
                case 409 -> {
                    long other = number(reply.body());
                    if (other < 0) {
                        trouble("it answers 409 without a size");
                        return;
                    }
                    if (other > now.size() || other == now.size() && other == from) {
                        contradicted(now, 409, other);
                        return;
                    }
                    from = other;
                }
                case 422 -> {
                    contradicted(now, 422, from);
                    return;
                }
                case 403 -> {
                    trouble("it watches this log under another key: on its machine, polar witness show");
                    return;
                }
                case 404 -> {
                    trouble("it does not watch this log: on its machine, polar witness add-log " + checkpoints.key());
                    return;
                }
                default -> {
                    trouble("it answers " + reply.status());
                    return;
                }
            }
        }
        trouble("it names another size each time it is asked");
    }

    private void signed(Note note, Checkpoint now, String lines) {
        Optional<Note.Signature> line;
        try {
            line = Note.parseLines(lines).stream()
                    .filter(each -> witness.key().made(each, note.text()))
                    .findFirst();
        } catch (IllegalArgumentException e) {
            line = Optional.empty();
        }
        if (line.isEmpty()) {
            trouble("what it answers is no signature of the key in the policy");
            return;
        }
        var at = clock.instant();
        checkpoints.keep(now, witness.key(), line.get(), at);
        standing = standing.signed(new Checkpoints.Cosigned(now.size(), at));
        delay = Duration.ZERO;
        notBefore = Instant.MIN;
        recorded.clear();
    }

    /** It saw this log otherwise than it is here: said once on record, and in the status until it signs again. */
    private void contradicted(Checkpoint now, int status, long known) {
        var why = status == 422
                ? "it saw another history of this log: what it signed at " + known + " records did not grow into this"
                : "it knows this log with " + known + " records" + (known == now.size() ? " and another root" : "")
                        + ", here are " + now.size();
        standing = standing.contradicted(why);
        backOff();
        // Saying it makes the log longer, so it is the same contradiction at any size of ours.
        var contradiction = status + " " + known;
        if (!recorded.contains(contradiction)) {
            journal.append(Draft.of(Category.AUDIT, "witness.contradicts")
                    .fact("witness", witness.key().toString())
                    .fact("status", status)
                    .fact("known", known)
                    .fact("size", now.size())
                    .fact("root", now.root().hex()));
            recorded.add(contradiction);
        }
    }

    private void trouble(String why) {
        standing = standing.troubled(why);
        backOff();
    }

    private void backOff() {
        delay = delay.isZero() ? Duration.ofSeconds(1) : delay.multipliedBy(2);
        delay = delay.compareTo(MOST_DELAY) > 0 ? MOST_DELAY : delay;
        notBefore = clock.instant().plus(delay);
    }

    private static long number(String body) {
        return body.matches("(0|[1-9][0-9]{0,17})\n") ? Long.parseLong(body.strip()) : -1;
    }

    @Override
    public void close() {
        door.close();
    }
}

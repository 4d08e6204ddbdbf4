package dev.polar.trust.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.MerkleTree;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final String ORIGIN = "host.example/polar/inst/node/1";

    @TempDir
    Path home;

    private final SigningKey logKey = SigningKey.generate();
    private final NoteKey log = new NoteKey(ORIGIN, logKey.publicKey());
    private WitnessKey key;
    private Path directory;

    @BeforeEach
    void a_witness_of_one_log() {
        directory = home.resolve("witness");
        key = Witness.make(directory, "witness.example/w1");
        assertTrue(Witness.watch(directory, log));
    }

    private Witness open() {
        return Witness.open(directory, InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")));
    }

    /** A history of a log: leaf hashes made of a word, so that other words are other histories. */
    private record History(List<Digest> leaves) {
        static History of(int size, String word) {
            return of(size, word, 0, word);
        }

        /** Another word from some leaf on. */
        static History of(int size, String word, int fork, String other) {
            return new History(IntStream.range(0, size)
                    .mapToObj(i -> Digest.of(((i < fork ? word : other) + i).getBytes(StandardCharsets.UTF_8)))
                    .toList());
        }

        MerkleTree tree(int size) {
            return new MerkleTree(size, this::hash);
        }

        private Digest hash(int level, long index) {
            var range = new CompactRange(0);
            leaves.subList((int) index << level, (int) (index + 1) << level).forEach(range::append);
            return range.root();
        }
    }

    private AddCheckpoint asked(History history, int from, int size) {
        return asked(history, from, size, logKey);
    }

    private static AddCheckpoint asked(History history, int from, int size, SigningKey signer) {
        var tree = history.tree(size);
        var checkpoint = new Checkpoint(ORIGIN, size, tree.root());
        var proof = from <= size ? tree.consistency(from).hashes() : List.<Digest>of();
        return new AddCheckpoint(from, proof, checkpoint.signed(signer));
    }

    @Test
    void what_grew_is_cosigned_step_by_step_and_the_same_again() {
        var history = History.of(40, "a");
        try (var witness = open()) {
            int from = 0;
            for (int size : new int[] {1, 2, 7, 7, 8, 31, 40}) {
                var request = asked(history, from, size);
                var answer = assertInstanceOf(Answer.Cosigned.class, witness.answer(request), from + " to " + size);
                assertTrue(key.made(answer.line(), request.checkpoint().text()));
                from = size;
            }
        }
        assertEquals(40, Witness.logsIn(directory).getFirst().size());
    }

    @Test
    void who_asks_from_another_size_is_told_the_one_that_is_known() {
        var history = History.of(20, "a");
        try (var witness = open()) {
            witness.answer(asked(history, 0, 10));
            for (int from : new int[] {0, 4, 9, 11, 15}) {
                assertEquals(new Answer.OtherSize(10), witness.answer(asked(history, from, 20)), "from " + from);
            }
            assertEquals(new Answer.OtherSize(10), witness.answer(asked(history, 5, 9)), "it never goes back");
            assertEquals(409, new Answer.OtherSize(10).status());
        }
    }

    @Test
    void another_history_is_never_cosigned_and_kept_as_evidence() throws IOException {
        var told = History.of(20, "a");
        try (var witness = open()) {
            witness.answer(asked(told, 0, 10));
            assertEquals(new Answer.OtherSize(10), witness.answer(asked(History.of(10, "b"), 10, 10)), "another root");
            assertEquals(new Answer.Inconsistent(), witness.answer(asked(History.of(20, "b"), 10, 20)));
            assertEquals(new Answer.Inconsistent(), witness.answer(asked(History.of(20, "a", 9, "b"), 10, 20)));
            var unproven = new AddCheckpoint(10, List.of(), asked(told, 10, 20).checkpoint());
            assertEquals(new Answer.Inconsistent(), witness.answer(unproven));
            assertInstanceOf(Answer.Cosigned.class, witness.answer(asked(told, 10, 20)));
        }
        try (var evidence = Files.list(directory.resolve("evidence"))) {
            assertEquals(4, evidence.count());
        }
    }

    @Test
    void a_proof_where_none_is_needed_is_not_taken() {
        try (var witness = open()) {
            var history = History.of(4, "a");
            var stuffed = new AddCheckpoint(
                    0, List.of(Digest.of(new byte[0])), asked(history, 0, 4).checkpoint());
            assertEquals(new Answer.Inconsistent(), witness.answer(stuffed));
        }
    }

    @Test
    void a_log_that_is_not_watched_or_a_key_that_is_not_its_own_gets_nothing() {
        try (var witness = open()) {
            assertEquals(
                    new Answer.NotSigned(), witness.answer(asked(History.of(4, "a"), 0, 4, SigningKey.generate())));
            var elsewhere = new Checkpoint("elsewhere", 0, MerkleTree.EMPTY).signed(logKey);
            assertEquals(new Answer.UnknownLog(), witness.answer(new AddCheckpoint(0, List.of(), elsewhere)));
            assertEquals(400, witness.answer(asked(History.of(4, "a"), 5, 4)).status());
        }
    }

    @Test
    void an_empty_log_is_one_with_the_root_of_nothing() {
        try (var witness = open()) {
            var wrong = new Checkpoint(ORIGIN, 0, Digest.of(new byte[1])).signed(logKey);
            assertEquals(new Answer.OtherSize(0), witness.answer(new AddCheckpoint(0, List.of(), wrong)));
            var right = new Checkpoint(ORIGIN, 0, MerkleTree.EMPTY).signed(logKey);
            assertInstanceOf(Answer.Cosigned.class, witness.answer(new AddCheckpoint(0, List.of(), right)));
        }
    }

    @Test
    void of_two_that_come_at_once_at_most_one_is_signed_from_there_and_it_never_goes_back() throws Exception {
        var history = History.of(64, "a");
        var forked = History.of(64, "b");
        try (var witness = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            witness.answer(asked(history, 0, 8));
            var answers = new ArrayList<Future<Answer>>();
            for (int size = 9; size <= 64; size++) {
                var request = asked(size % 2 == 0 ? history : forked, 8, size);
                answers.add(threads.submit(() -> witness.answer(request)));
            }
            int signed = 0;
            for (var answer : answers) {
                signed += answer.get() instanceof Answer.Cosigned ? 1 : 0;
            }
            assertEquals(1, signed);
        }
    }

    @Test
    void what_it_signed_it_remembers_when_it_starts_again() {
        var history = History.of(20, "a");
        try (var witness = open()) {
            witness.answer(asked(history, 0, 10));
        }
        try (var witness = open()) {
            assertEquals(new Answer.OtherSize(10), witness.answer(asked(History.of(20, "b"), 0, 20)));
            assertInstanceOf(Answer.Cosigned.class, witness.answer(asked(history, 10, 20)));
        }
    }

    @Test
    void a_memory_that_is_not_whole_is_no_reason_to_begin_anew() throws IOException {
        var history = History.of(20, "a");
        try (var witness = open()) {
            witness.answer(asked(history, 0, 10));
            Path memory;
            try (var files = Files.list(directory.resolve("logs"))) {
                memory = files.findFirst().orElseThrow();
            }
            var whole = Files.readString(memory);
            for (int length : new int[] {
                0, 10, whole.indexOf('\n'), whole.indexOf('\n') + 1, whole.length() - 1, whole.length() - 30
            }) {
                Files.writeString(memory, whole.substring(0, length));
                assertThrows(IllegalStateException.class, () -> witness.answer(asked(history, 0, 20)));
            }
            Files.delete(memory);
            assertEquals(new Answer.UnknownLog(), witness.answer(asked(history, 0, 20)));
        }
    }

    @Test
    void there_is_one_at_a_time_and_logs_are_added_while_it_runs() {
        try (var witness = open()) {
            assertEquals(
                    Code.STATE_CONFLICT, assertThrows(Refusal.class, this::open).code());
            var another = new NoteKey("another", SigningKey.generate().publicKey());
            assertTrue(Witness.watch(directory, another));
            assertFalse(Witness.watch(directory, another));
            assertEquals(
                    Code.STATE_CONFLICT,
                    assertThrows(
                                    Refusal.class,
                                    () -> Witness.watch(
                                            directory,
                                            new NoteKey(
                                                    "another",
                                                    SigningKey.generate().publicKey())))
                            .code());
            assertEquals(witness.key(), key);
        }
        open().close();
    }

    @Test
    void a_witness_never_gets_another_key_in_its_directory() {
        assertEquals(
                Code.KEY_INVALID,
                assertThrows(Refusal.class, () -> Witness.make(directory, "witness.example/w2"))
                        .code());
        assertEquals(key, Witness.keyIn(directory));
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Refusal.class, () -> Witness.keyIn(home.resolve("nowhere")))
                        .code());
        assertEquals(
                Code.KEY_INVALID,
                assertThrows(Refusal.class, () -> Witness.make(home.resolve("other"), "a name"))
                        .code());
    }
}

package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.MasterKey;
import dev.polar.spi.Code;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.TileEdge;
import dev.polar.trust.audit.UnplacedRecord;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has a place before the batch ahead is durable must end up behind what is durable in the end, in order. */
class LineTest {
    @TempDir
    Path data;

    private MasterKey key;
    private Head durable;
    private Line line;

    @BeforeEach
    void open() {
        key = MasterKey.in(data);
        durable = new Head(new CompactRange(0), new TileEdge(), Optional.empty());
        line = new Line(durable, InstantSource.system());
    }

    @Test
    void whoever_comes_while_a_batch_is_under_way_has_a_place_behind_it() {
        add("a");
        add("b");
        var first = take();
        var behind = add("c");
        assertEquals(2, first.size());
        assertEquals(2, behind.orElseThrow().seq());
        assertEquals(
                Optional.of(first.entries().getLast().record().leaf()),
                behind.orElseThrow().record().position().prev());
    }

    @Test
    void if_a_batch_says_something_else_whoever_is_behind_it_follows_that() {
        add("a");
        var batch = take();
        var hoped = add("b").orElseThrow();
        var refused = new Words(
                batch.entries().getFirst().pending(),
                prepared(TestJournal.draft("a").refused(Code.STATE_CONFLICT)));
        var instead = line.first(durable, List.of(refused));
        var behind = take().entries().getFirst();
        assertEquals(hoped.seq(), behind.seq());
        assertEquals(
                Optional.of(instead.entries().getFirst().record().leaf()),
                behind.record().position().prev());
        assertFalse(hoped.record().leaf().equals(behind.record().leaf()));
    }

    @Test
    void of_a_crowd_some_have_no_place_yet_and_all_are_written_in_the_order_they_came() {
        for (int i = 0; i < 1_200; i++) {
            assertEquals(i < 512, add("n" + i).isPresent());
        }
        var said = new ArrayList<String>();
        for (var batch = line.next(Duration.ZERO); batch.isPresent(); batch = line.next(Duration.ZERO)) {
            assertTrue(batch.get().size() <= 256);
            said.addAll(write(batch.get()));
        }
        assertEquals(1_200, said.size());
        assertEquals("n0", said.getFirst());
        assertEquals("n1199", said.getLast());
        assertEquals(1_200, durable.size());
    }

    /** Tiles share what they have with the tiles they go on from: a batch that fails must leave nothing in them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_fails_or_is_reworded_what_is_written_is_one_chain_and_its_tree(long seed) {
        var random = new Random(seed);
        var records = new ArrayList<UnplacedRecord.Placed>();
        var tiles = new ArrayList<TileEdge.FullTile>();
        int added = 0;
        Optional<Batch> underWay = Optional.empty();
        while (durable.size() < 700) {
            for (int i = random.nextInt(40); i > 0; i--) {
                add("n" + added++);
            }
            var batch = underWay.or(() -> line.next(Duration.ZERO)).orElse(null);
            if (batch == null) {
                continue;
            }
            underWay = switch (random.nextInt(4)) {
                case 0 -> Optional.of(batch); // the database was away, and nothing changed
                case 1 -> Optional.of(line.first(durable, reworded(batch, random)));
                case 2 -> Optional.of(line.first(durable, some(batch, random))).filter(left -> left.size() > 0);
                default -> {
                    batch.entries().forEach(entry -> records.add(entry.record()));
                    durable = batch.end();
                    tiles.addAll(durable.full());
                    yield Optional.empty();
                }
            };
        }
        var tree = new CompactRange(0);
        var edge = new TileEdge();
        Optional<Digest> before = Optional.empty();
        for (int i = 0; i < records.size(); i++) {
            assertEquals(i, records.get(i).position().seq());
            assertEquals(before, records.get(i).position().prev());
            before = Optional.of(records.get(i).leaf());
            tree.append(records.get(i).leaf());
            for (var full : edge.append(records.get(i).leaf())) {
                var written = tiles.removeFirst();
                assertEquals(full.tile(), written.tile());
                assertArrayEquals(full.hashes(), written.hashes());
            }
        }
        assertEquals(List.of(), tiles);
        assertEquals(tree.root(), durable.tree().root());
    }

    private List<Words> reworded(Batch batch, Random random) {
        return batch.entries().stream()
                .map(Entry::words)
                .map(words -> random.nextInt(8) == 0
                        ? new Words(
                                words.pending(),
                                prepared(words.pending().draft().refused(Code.STATE_CONFLICT)))
                        : words)
                .toList();
    }

    private static List<Words> some(Batch batch, Random random) {
        return batch.entries().stream()
                .map(Entry::words)
                .filter(words -> random.nextInt(8) > 0)
                .toList();
    }

    private List<String> write(Batch batch) {
        durable = batch.end();
        return batch.entries().stream()
                .map(entry -> new String(entry.record().bytes(), StandardCharsets.UTF_8))
                .map(json -> json.replaceAll(".*\"action\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private Batch take() {
        return line.next(Duration.ZERO).orElseThrow();
    }

    private Optional<Entry> add(String action) {
        var draft = TestJournal.draft(action);
        return line.add(new Pending<>(draft, prepared(draft), (transaction, seq) -> seq, false, Duration.ofMinutes(1)));
    }

    private Prepared prepared(Draft draft) {
        return Prepared.of(draft, Masking.NONE, key, "node", "boot");
    }
}

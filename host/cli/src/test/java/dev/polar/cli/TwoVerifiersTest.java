package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The host's verifier and the one in a file come from one text, and say the same of every export. More damaged ones with
 * {@code -Dpolar.audit.damages=1000}, others with {@code -Dpolar.audit.seed=}.
 */
class TwoVerifiersTest {
    private static final int DAMAGES = Integer.getInteger("polar.audit.damages", 40);
    private static final long SEED = Long.getLong("polar.audit.seed", 20_261_121);

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(23);
    private final List<String> notes =
            IntStream.rangeClosed(0, 23).mapToObj(log::note).toList();

    @ParameterizedTest
    @CsvSource({"0, 23", "0, 1", "5, 17", "22, 23", "7, 8", "4, 23", "0, 0", "9, 9", "23, 23"})
    void a_good_export_is_good_to_both(int first, int end) throws IOException {
        var export = log.export(home.resolve("export"), first, end);
        var both = new TwoVerifiers(home);
        assertEquals(0, both.verify("good", export, "--key", log.vkey).exit());
        assertTrue(both.verify("no key", export).verdict().startsWith("CONSISTENT, ORIGIN NOT PROVEN"));
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("edited record 5", lines -> lines.set(5, lines.get(5).replace("action-5", "action-6"))),
                damage("edited record 22", lines -> lines.set(22, lines.get(22).replace("action", "Action"))),
                damage("edited record 7", lines -> lines.set(7, lines.get(7).replace("\"seq\":7", "\"seq\":70"))),
                damage("edited record 22", lines -> lines.set(22, lines.get(22).replace("\"seq\":22", "\"seq\":2"))),
                damage("edited record 0", lines -> lines.addFirst("")),
                damage("edited record 4", lines -> lines.add(4, "garbage")),
                damage("edited record 3", lines -> lines.set(3, lines.get(3) + "\r")),
                damage("removed record 4", lines -> lines.remove(4)),
                damage("removed record 0", lines -> lines.subList(0, 9).clear()),
                damage("inserted record 6", lines -> lines.add(6, lines.get(2))),
                damage("inserted record 23", lines -> lines.add(lines.get(3))),
                damage("inserted record 23", lines -> lines.add("")),
                damage("inserted record 23", lines -> lines.add("garbage")),
                damage("reordered record 4", lines -> Collections.swap(lines, 4, 5)),
                damage("reordered record 0", lines -> Collections.reverse(lines)),
                damage("reordered record 8", lines -> lines.add(19, lines.remove(8))),
                damage("truncated record 20", lines -> lines.subList(20, 23).clear()),
                damage("truncated record 0", List::clear));
    }

    private static Arguments damage(String verdict, Consumer<List<String>> change) {
        return Arguments.of(verdict, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void both_name_what_was_done_to_the_records(String verdict, Consumer<List<String>> change) throws IOException {
        var export = log.export(home.resolve("export"), 0, 23);
        var file = export.resolve("records.jsonl");
        var lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.write(file, lines);
        assertEquals(
                "DAMAGED " + verdict,
                new TwoVerifiers(home).verify("", export, "--key", log.vkey).verdict());
    }

    @ParameterizedTest
    @CsvSource({
        "1, edited record 22",
        "2, edited record 22",
        "400, edited record 22",
        "700, truncated record 21",
        "1200, truncated record 20"
    })
    void both_see_where_a_file_was_cut_off(int less, String verdict) throws IOException {
        var export = log.export(home.resolve("export"), 0, 23);
        var file = export.resolve("records.jsonl");
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - less));
        assertEquals(
                "DAMAGED " + verdict,
                new TwoVerifiers(home).verify("", export, "--key", log.vkey).verdict());
    }

    @Test
    void both_hold_an_export_against_what_was_kept() throws IOException {
        var both = new TwoVerifiers(home);
        var export = log.export(home.resolve("export"), 4, 20);
        var kept = home.resolve("kept");
        for (int size : new int[] {4, 5, 19, 20, 23}) {
            Files.writeString(kept, log.note(size));
            assertEquals(
                    0,
                    both.verify("grown from " + size, export, "--key", log.vkey, "--from-checkpoint", kept)
                            .exit());
        }
        for (int size : new int[] {0, 3, 21, 22}) {
            Files.writeString(kept, log.note(size));
            var said = both.verify("not shown " + size, export, "--key", log.vkey, "--from-checkpoint", kept);
            assertEquals("1 error REQUEST_INVALID", said.exit() + " " + said.verdict());
        }
        var fork = log.upTo(10);
        for (int seq = 10; seq < 30; seq++) {
            fork.append("another-" + seq);
        }
        for (int size : new int[] {11, 20, 23, 24, 30}) {
            Files.writeString(kept, fork.note(size));
            var said = both.verify("forked " + size, export, "--key", log.vkey, "--from-checkpoint", kept);
            assertEquals("DAMAGED forked", said.verdict().replaceFirst(" record.*", ""));
        }
        Files.writeString(kept, SampleLog.of(5).note(5));
        var stranger = both.verify("a stranger's", export, "--key", log.vkey, "--from-checkpoint", kept);
        assertEquals("3 error AUDIT_DAMAGED", stranger.exit() + " " + stranger.verdict());
        Files.writeString(kept, fork.note(11));
        assertEquals(
                "DAMAGED forked",
                both.verify("no key", export, "--from-checkpoint", kept).verdict());
        Files.writeString(kept, "no checkpoint");
        assertEquals(
                "error AUDIT_DAMAGED",
                both.verify("none", export, "--key", log.vkey, "--from-checkpoint", kept)
                        .verdict());
    }

    /** C2SP signed-note: lines of unknown keys say nothing, and a bad one of a known key spoils the note. */
    @ParameterizedTest
    @CsvSource({
        "good good, 0 OK records 0 to 22 of example.org/log",
        "good strange, 0 OK records 0 to 22 of example.org/log",
        "good bad, 3 DAMAGED forged",
        "bad good, 3 DAMAGED forged",
        "good long, 3 DAMAGED forged",
        "good short, 3 DAMAGED forged",
        "strange, 3 DAMAGED forged"
    })
    void both_want_every_line_of_the_logs_key_to_hold(String lines, String verdict) throws IOException {
        var good = Note.parse(log.note(23));
        var signatures = Arrays.stream(lines.split(" "))
                .map(kind -> changed(good.signatures().getFirst(), kind))
                .toList();
        var note = good.text() + "\n" + Note.lines(signatures);
        var export = log.export(home.resolve("export"), 0, 23);
        Files.writeString(export.resolve("checkpoint"), note);
        var both = new TwoVerifiers(home);
        var said = both.verify(lines, export, "--key", log.vkey);
        assertEquals(verdict.replace("example.org/log", SampleLog.ORIGIN), said.exit() + " " + said.verdict());
        log.export(export, 0, 23);
        var kept = Files.writeString(home.resolve("kept"), note);
        said = both.verify(lines, export, "--key", log.vkey, "--from-checkpoint", kept);
        assertEquals(verdict.startsWith("0") ? "" : "error AUDIT_DAMAGED", said.exit() == 0 ? "" : said.verdict());
    }

    private static Note.Signature changed(Note.Signature line, String kind) {
        var bytes = Arrays.copyOf(
                line.bytes(), kind.equals("short") ? 4 : line.bytes().length + (kind.equals("long") ? 1 : 0));
        if (kind.equals("strange")) {
            bytes[0] ^= 1;
        } else if (kind.equals("bad")) {
            bytes[20] ^= 1;
        }
        return new Note.Signature(line.name(), bytes);
    }

    @Test
    void both_hold_an_export_against_an_older_one() throws IOException {
        var both = new TwoVerifiers(home);
        var march = log.upTo(12).export(home.resolve("march"), 3, 10);
        var april = log.export(home.resolve("april"), 10, 23);
        assertEquals(
                0,
                both.verify("grown", april, "--key", log.vkey, "--older", march).exit());
        var fork = log.upTo(11);
        fork.append("another");
        fork.append("and on");
        fork.export(april, 10, 13);
        assertEquals(
                "DAMAGED forked",
                both.verify("forked", april, "--key", log.vkey, "--older", march)
                        .verdict());
        Files.writeString(march.resolve("records.jsonl"), "");
        var said = both.verify("older damaged", april, "--key", log.vkey, "--older", march);
        assertEquals("3 error AUDIT_DAMAGED", said.exit() + " " + said.verdict());
        assertTrue(said.whole().contains("DAMAGED truncated record 3"), said.whole());
        var nowhere = both.verify("no older", april, "--key", log.vkey, "--older", home.resolve("none"));
        assertEquals("1 error NOT_FOUND", nowhere.exit() + " " + nowhere.verdict());
        var twice = both.verify("both", april, "--older", march, "--from-checkpoint", march.resolve("checkpoint"));
        assertEquals("2 error USAGE", twice.exit() + " " + twice.verdict());
    }

    @Test
    void neither_takes_a_damaged_export_for_a_good_one_and_both_name_the_same_damage() throws IOException {
        var kinds = new TreeMap<String, Integer>();
        for (int i = 0; i < DAMAGES; i++) {
            var random = new Random(SEED + i);
            int end = 1 + random.nextInt(log.records.size());
            var export = log.export(home.resolve("export"), random.nextInt(3) == 0 ? random.nextInt(end) : 0, end);
            var good = content(export);
            var kept = Files.writeString(home.resolve("kept"), notes.get(random.nextInt(notes.size())));
            var damage = i + ": " + new Damages(random, log, export).happen();
            var args = new ArrayList<Object>(List.of(export, "--key", log.vkey));
            if (random.nextInt(4) == 0) {
                args.addAll(List.of("--from-checkpoint", kept));
            }
            var said = new TwoVerifiers(home).verify(damage, args.toArray());
            if (!content(export).equals(good)) {
                // The log's own key signs both sides of a fork: only something that was kept tells them apart.
                assertTrue(said.exit() != 0 || damage.contains("forked"), damage);
                kinds.merge(said.verdict().replaceFirst(" record.*| of .*", ""), 1, Integer::sum);
            }
        }
        System.out.println("damaged exports: " + kinds);
    }

    private static Map<String, String> content(Path export) throws IOException {
        var content = new HashMap<String, String>();
        try (var files = Files.list(export)) {
            for (var file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}

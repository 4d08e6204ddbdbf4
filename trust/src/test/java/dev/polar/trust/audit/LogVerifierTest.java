package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogVerifierTest {
    private final SampleLog log = SampleLog.of(11);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"0, 11", "0, 1", "3, 7", "10, 11", "5, 6", "4, 11", "0, 0", "11, 11"})
    void every_range_of_a_log_proves_itself(int first, int end) {
        var verdict = verify(log.export(directory, first, end));
        assertEquals(new LogVerdict.Proven(log.checkpoint(11), first, end - first), verdict);
    }

    @Test
    void without_a_key_from_outside_the_origin_is_not_proven() {
        var verdict = LogVerifier.verify(log.export(directory, 0, 11), Optional.empty(), Optional.empty());
        assertInstanceOf(LogVerdict.OriginNotProven.class, verdict);
        assertEquals("CONSISTENT, ORIGIN NOT PROVEN records 0 to 10 of " + SampleLog.ORIGIN, verdict.line());
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 2"})
    void every_single_changed_byte_of_the_records_is_noticed_and_its_record_named(int first, int end)
            throws IOException {
        var export = SampleLog.of(3).export(directory, first, end);
        var file = export.resolve(ExportManifest.RECORDS);
        var good = Files.readAllBytes(file);
        long record = first;
        for (int i = 0; i < good.length; i++) {
            for (int bit : new int[] {0x01, 0x20, 0x80}) {
                var bad = good.clone();
                bad[i] ^= (byte) bit;
                Files.write(file, bad);
                var damaged = assertInstanceOf(LogVerdict.Damaged.class, unkeyed(export));
                assertEquals(Damage.EDITED, damaged.kind(), damaged.line());
                assertEquals(OptionalLong.of(record), damaged.first(), "byte " + i + " " + damaged.line());
            }
            record += good[i] == '\n' ? 1 : 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ExportManifest.CHECKPOINT, ExportManifest.KEY, ExportManifest.MANIFEST})
    void every_single_changed_byte_of_the_proof_is_noticed(String name) throws IOException {
        var export = SampleLog.of(7).export(directory, 1, 3);
        var file = export.resolve(name);
        var good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit += 2) {
                var bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                Files.write(file, bad);
                assertInstanceOf(LogVerdict.Damaged.class, unkeyed(export), name + " byte " + i + " bit " + bit);
            }
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("record 4 removed", Damage.REMOVED, 4, lines -> lines.remove(4)),
                change("the first removed", Damage.REMOVED, 0, lines -> lines.removeFirst()),
                change("two swapped", Damage.REORDERED, 4, lines -> Collections.swap(lines, 4, 5)),
                change("two far apart swapped", Damage.REORDERED, 2, lines -> Collections.swap(lines, 2, 9)),
                change("one moved to the end", Damage.REORDERED, 3, lines -> lines.add(lines.remove(3))),
                change("one doubled", Damage.INSERTED, 6, lines -> lines.add(6, lines.get(5))),
                change("one added at the end", Damage.INSERTED, 11, lines -> lines.add(lines.get(10))),
                change("an old one in the middle", Damage.INSERTED, 7, lines -> lines.add(7, lines.get(1))),
                change("the last two cut off", Damage.TRUNCATED, 9, lines -> {
                    lines.removeLast();
                    lines.removeLast();
                }),
                change("cut inside record 8", Damage.TRUNCATED, 8, lines -> {
                    lines.subList(9, 11).clear();
                    lines.set(8, lines.get(8).substring(0, 40));
                }),
                change("all cut off", Damage.TRUNCATED, 0, List::clear),
                change(
                        "a value edited",
                        Damage.EDITED,
                        5,
                        lines -> lines.set(5, lines.get(5).replace("action-5", "action-6"))),
                change(
                        "the last edited",
                        Damage.EDITED,
                        10,
                        lines -> lines.set(10, lines.get(10).replace("action-10", "action-11"))),
                change("white space added", Damage.EDITED, 5, lines -> lines.set(5, " " + lines.get(5))),
                change(
                        "a field removed",
                        Damage.EDITED,
                        5,
                        lines -> lines.set(5, lines.get(5).replace("\"approval\":null,", ""))),
                change("a line of 1 MB", Damage.EDITED, 5, lines -> lines.set(5, "x".repeat(1 << 20))),
                change("removed and renumbered", Damage.EDITED, 5, lines -> {
                    lines.remove(5);
                    lines.set(5, lines.get(5).replace("\"seq\":6", "\"seq\":5"));
                    lines.set(6, lines.get(6).replace("\"seq\":7", "\"seq\":6"));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void a_change_is_named_by_its_kind_and_first_record(
            String name, Damage kind, long seq, Consumer<List<String>> change) throws IOException {
        var export = log.export(directory, 0, 11);
        var file = export.resolve(ExportManifest.RECORDS);
        var lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        var cut = name.startsWith("cut inside");
        Files.writeString(file, String.join("\n", lines) + (lines.isEmpty() || cut ? "" : "\n"));
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, verify(export));
        assertEquals(kind, damaged.kind(), damaged.line());
        assertEquals(OptionalLong.of(seq), damaged.first(), damaged.line());
    }

    @Test
    void a_history_rewritten_with_another_key_is_forged() throws IOException {
        var forged = SampleLog.of(11);
        var damaged = assertInstanceOf(
                LogVerdict.Damaged.class,
                LogVerifier.verify(forged.export(directory, 0, 11), Optional.of(log.publicKey), Optional.empty()));
        assertEquals(Damage.FORGED, damaged.kind());
    }

    @Test
    void a_chain_recomputed_without_the_key_is_forged() throws IOException {
        var original = log.export(directory, 0, 11);
        var rewritten = SampleLog.of(4);
        rewritten.append("something else");
        for (int i = 5; i < 11; i++) {
            rewritten.append("action-" + i);
        }
        var export = rewritten.export(directory, 0, 11);
        for (var name : List.of(ExportManifest.CHECKPOINT, ExportManifest.KEY)) {
            Files.write(export.resolve(name), Files.readAllBytes(original.resolve(name)));
        }
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, verify(export));
        assertEquals(Damage.FORGED, damaged.kind());
    }

    @Test
    void a_signature_of_the_right_key_under_another_text_does_not_count() throws IOException {
        var export = log.export(directory, 0, 11);
        var other = log.checkpoint(10).signed(log.key).toString();
        var mixed = log.checkpoint(11).text()
                + other.substring(log.checkpoint(10).text().length());
        Files.writeString(export.resolve(ExportManifest.CHECKPOINT), mixed);
        assertEquals(
                Damage.FORGED,
                assertInstanceOf(LogVerdict.Damaged.class, verify(export)).kind());
    }

    @ParameterizedTest
    @CsvSource({"0, 11", "4, 11", "6, 8"})
    void a_log_that_only_grew_agrees_with_an_earlier_checkpoint(int first, int end) {
        var verdict = LogVerifier.verify(
                log.export(directory, first, end), Optional.of(log.publicKey), Optional.of(log.checkpoint(6)));
        assertInstanceOf(LogVerdict.Proven.class, verdict);
    }

    @Test
    void an_export_that_does_not_show_the_log_at_the_kept_size_is_not_said_to_agree() {
        var export = log.export(directory, 7, 9);
        var refusal = assertThrows(
                Refusal.class,
                () -> LogVerifier.verify(export, Optional.of(log.publicKey), Optional.of(log.checkpoint(6))));
        assertEquals(Code.REQUEST_INVALID, refusal.code());
    }

    @Test
    void a_log_that_tells_another_history_than_before_is_forked() {
        var before = log.checkpoint(6);
        var fork = SampleLog.of(5);
        fork.append("another sixth");
        fork.append("a seventh");
        for (var kept : List.of(before, log.checkpoint(7), log.checkpoint(11))) {
            var verdict =
                    LogVerifier.verify(fork.export(directory, 0, 7), Optional.of(fork.publicKey), Optional.of(kept));
            assertEquals(
                    Damage.FORKED,
                    assertInstanceOf(LogVerdict.Damaged.class, verdict).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ExportManifest.RECORDS, ExportManifest.CHECKPOINT, ExportManifest.KEY, ExportManifest.MANIFEST})
    void a_missing_file_is_damage(String name) throws IOException {
        var export = log.export(directory, 0, 11);
        Files.delete(export.resolve(name));
        assertEquals(
                Damage.REMOVED,
                assertInstanceOf(LogVerdict.Damaged.class, verify(export)).kind());
    }

    @Test
    void no_directory_is_a_refusal() {
        var refusal = assertThrows(Refusal.class, () -> verify(directory.resolve("none")));
        assertEquals(Code.NOT_FOUND, refusal.code());
    }

    @Test
    void a_key_is_written_as_another_implementation_writes_it() {
        // RFC 8032 section 7.1, test 1; the line was computed with Python's hashlib and base64.
        var raw = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertEquals(
                "h/polar/i/n/1+a923bcd2+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
                new NoteKey("h/polar/i/n/1", PublicKey.checked(raw)).toString());
    }

    @Test
    void a_key_survives_its_text_and_nothing_else_does() {
        var text = log.publicKey.toString();
        assertEquals(log.publicKey, NoteKey.parse(text));
        var other = new NoteKey("other", SigningKey.generate().publicKey()).toString();
        for (var bad : List.of(
                "",
                "a+b+c",
                text + " ",
                text.replace("host", "h0st"),
                "other" + text.substring(5),
                other.substring(0, 15) + text.substring(text.lastIndexOf('+')))) {
            assertEquals(
                    Code.KEY_INVALID,
                    assertThrows(Refusal.class, () -> NoteKey.parse(bad)).code());
        }
    }

    @Test
    void a_note_has_the_bytes_of_the_specification() {
        var note = log.checkpoint(11).signed(log.key).toString();
        var lines = note.split("\n", -1);
        assertEquals(SampleLog.ORIGIN, lines[0]);
        assertEquals("11", lines[1]);
        assertEquals("", lines[3]);
        assertEquals("\u2014 " + SampleLog.ORIGIN, lines[4].substring(0, 2 + SampleLog.ORIGIN.length()));
        assertEquals(6, lines.length);
        assertEquals(note, Note.parse(note).toString());
        assertEquals(3, "\u2014".getBytes(StandardCharsets.UTF_8).length);
    }

    private LogVerdict verify(Path export) {
        return LogVerifier.verify(export, Optional.of(log.publicKey), Optional.empty());
    }

    private static LogVerdict unkeyed(Path export) {
        return LogVerifier.verify(export, Optional.empty(), Optional.empty());
    }

    private static Arguments change(String name, Damage kind, long seq, Consumer<List<String>> change) {
        return Arguments.of(name, kind, seq, change);
    }
}

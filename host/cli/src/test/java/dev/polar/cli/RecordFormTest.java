package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that a log's key signed are still no record unless they have its one form: both verifiers draw the same line. */
class RecordFormTest {
    private static final Path VECTORS = Path.of(System.getProperty("polar.vectors"));
    private static final String RECORD =
            new String(SampleLog.record(0, Optional.empty(), "a").bytes(), StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // what stands there | what is put there | whether it is a record
                "\"v\":1|\"v\":1|yes",
                "\"v\":1|\"v\":2|no",
                "\"v\":1|\"v\":1.0|no",
                "\"v\":1|\"v\":\"1\"|no",
                "\"seq\":0|\"seq\":-0|no",
                "\"seq\":0|\"seq\":00|no",
                "\"seq\":0|\"seq\":0e0|no",
                "\"seq\":0|\"seq\":null|no",
                "\"prev\":null|\"prev\":\"\"|no",
                "2026-11-21|2026-02-29|no",
                "2026-11-21|0000-01-01|yes",
                "2026-11-21|9999-12-31|yes",
                "2026-11-21|2026-13-01|no",
                "T08:00:00.000000Z|T24:00:00.000000Z|no",
                "T08:00:00.000000Z|T23:59:60.000000Z|no",
                "T08:00:00.000000Z|T23:59:59.999999Z|yes",
                "T08:00:00.000000Z|T08:00:00Z|no",
                "T08:00:00.000000Z|T08:00:00.000Z|no",
                "T08:00:00.000000Z|T08:00:00.000000+00:00|no",
                "T08:00:00.000000Z|T08:00:00.000000z|no",
                "\"node\":\"node\"|\"node\":null|no",
                "\"node\":\"node\"|\"node\":\"\"|yes",
                "\"node\":\"node\"|\"node\":\"n\\u006fde\"|no",
                "\"node\":\"node\"|\"node\":\"a\\/b\"|no",
                "\"node\":\"node\"|\"node\":\"\\u000A\"|no",
                "\"node\":\"node\"|\"node\":\"\\u000a\"|no",
                "\"node\":\"node\"|\"node\":\"\\n\\u001f\"|yes",
                "\"node\":\"node\"|\"node\":\"\\u001F\"|no",
                "\"node\":\"node\"|\"node\":\"\\ud83d\\ude00\"|no",
                "\"node\":\"node\"|\"node\":\"\\ud83d\"|no",
                "\"node\":\"node\"|\"node\":\"\u007f\ufeff\uffff\"|yes",
                "\"tool\":null|\"tool\":[{\"b\":{},\"c\":[]}]|yes",
                "\"tool\":null|\"tool\":{\"b\":1,\"a\":2}|no",
                "\"tool\":null|\"tool\":{\"a\":1,\"a\":1}|no",
                "\"tool\":null|\"tool\":{\"\":1,\"\u20ac\":1,\"\ud83d\ude00\":1,\"\ufb33\":1}|yes",
                "\"tool\":null|\"tool\":{\"\ufb33\":1,\"\ud83d\ude00\":1}|no",
                "\"tool\":null|\"tool\":1E3|no",
                "\"tool\":null|\"tool\":1e400|no",
                "\"tool\":null|\"tool\":9007199254740993|no",
                "\"tool\":null|\"tool\":9007199254740992|yes",
                "\"tool\":null|\"tool\":true|yes",
                "\"tool\":null,|``|no",
                "\"trace\":null|\"trace\":null,\"tracer\":null|no",
                "{\"action\"| {\"action\"|no",
                "\"v\":1}|\"v\":1} |no",
                "\"v\":1}|\"v\":1}{}|no",
                "\"v\":1}|\"v\":1|no",
            })
    void a_changed_record_is_one_or_not(String there, String instead, String yes) throws IOException {
        assertEquals(RECORD, RECORD.replace(there, there));
        var changed = RECORD.replace(there, instead);
        assertEquals(yes.equals("yes"), bothSay(changed.getBytes(StandardCharsets.UTF_8)), changed);
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void a_record_is_64_levels_deep_at_most_and_is_the_first_itself(int levels, boolean yes) throws IOException {
        var nested = "[".repeat(levels - 1) + "]".repeat(levels - 1);
        assertEquals(
                yes,
                isRecord(RECORD.replace("\"tool\":null", "\"tool\":" + nested).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"65535, true", "65536, false", "70000, false"})
    void a_record_has_65535_bytes_at_most(int length, boolean yes) throws IOException {
        var text = "x".repeat(length - RECORD.length() + "node".length());
        assertEquals(
                yes,
                isRecord(RECORD.replace("\"node\":\"node\"", "\"node\":\"" + text + "\"")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatever_stands_for_a_value_both_take_it_or_neither() throws IOException {
        int taken = 0;
        for (var folder : new String[] {"json-parsing", "jcs/input", "jcs/output"}) {
            try (var files = Files.list(VECTORS.resolve(folder))) {
                for (var file : files.sorted().toList()) {
                    var value = Files.readAllBytes(file);
                    boolean is = bothSay(with(value));
                    taken += is ? 1 : 0;
                    if (folder.equals("jcs/output")
                            || file.getFileName().toString().startsWith("n_")) {
                        assertEquals(folder.equals("jcs/output"), is, file.toString());
                    }
                }
            }
        }
        assertTrue(taken > 40, "of the vectors taken: " + taken);
    }

    private static byte[] with(byte[] value) throws IOException {
        var out = new ByteArrayOutputStream();
        int at = RECORD.indexOf("null,\"toolPin\"");
        out.writeBytes(RECORD.substring(0, at).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(value);
        out.writeBytes(RECORD.substring(at + 4).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Test
    void a_number_is_written_in_one_way() {
        var random = new Random(53);
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < 2_000; i++) {
            numbers.add(Double.longBitsToDouble(random.nextLong()));
            numbers.add(random.nextInt(1_000_000) / 1000.0);
        }
        for (int power = -1074; power < 1024; power++) {
            numbers.add(Math.scalb(1.0, power));
            numbers.add(Math.nextUp(Math.scalb(1.0, power)));
        }
        for (var number : numbers) {
            if (Double.isFinite(number)) {
                var text = Canonical.text(StrictJson.provider().createValue(number));
                assertTrue(SecondVerifier.isCanonical(text.getBytes(StandardCharsets.UTF_8)), text);
                var longer = text.contains("e") ? text.replace("e", "0e") : text + (text.contains(".") ? "0" : ".0");
                assertFalse(SecondVerifier.isCanonical(longer.getBytes(StandardCharsets.UTF_8)), longer);
            }
        }
    }

    private static boolean bothSay(byte[] bytes) {
        boolean second = SecondVerifier.isRecord(bytes);
        assertEquals(first(bytes), second, new String(bytes, StandardCharsets.ISO_8859_1));
        return second;
    }

    private static boolean first(byte[] bytes) {
        try {
            return AuditRecord.parse(bytes).bytes().length == bytes.length;
        } catch (IllegalArgumentException | JsonFault | Refusal e) {
            return false;
        }
    }

    /** What both verifiers say to a log of these bytes alone, which its key signed. */
    private boolean isRecord(byte[] bytes) throws IOException {
        var sha256 = Digest.sha256();
        sha256.update((byte) 0);
        var leaf = Digest.parse("sha256:" + HexFormat.of().formatHex(sha256.digest(bytes)));
        var range = new CompactRange(0);
        range.append(leaf);
        var directory = Files.createDirectories(home.resolve("export"));
        try (var export = new LogExport(directory, 0, 1)) {
            export.record(bytes, leaf);
            export.seal(new Checkpoint(SampleLog.ORIGIN, 1, range.root()).signed(log.key), log.vkey);
        }
        return new TwoVerifiers(home)
                        .verify(new String(bytes, StandardCharsets.ISO_8859_1), directory, "--key", log.vkey)
                        .exit()
                == 0;
    }
}

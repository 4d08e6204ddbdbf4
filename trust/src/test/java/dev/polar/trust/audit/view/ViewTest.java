package dev.polar.trust.audit.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Position;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.Escapes;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger wrote comes out of every form as it was, and obeyed by nobody. */
class ViewTest {
    private static final String ORIGIN = "host.example/polar/inst/node/1";
    private static final Digest PREV = Digest.of(new byte[0]);

    private static AuditRecord record(String said) {
        var json = StrictJson.provider();
        Map<String, JsonValue> fields = Map.of(
                "category", json.createValue("call"),
                "action", json.createValue("invoke"),
                "stage", json.createValue("OUTCOME"),
                "decision", json.createValue("DENY"),
                "reason", json.createValue("POLICY_DENIED"),
                "errorCode", json.createValue("POLICY_DENIED"),
                "tool", json.createValue(said),
                "caller",
                        json.createObjectBuilder()
                                .add("kind", "client")
                                .add("id", said)
                                .add("auth", "token")
                                .build(),
                "facts", json.createObjectBuilder().add("said", said).build(),
                "arguments",
                        json.createObjectBuilder().add("commitment", PREV.hex()).build());
        var position = new Position(7, Optional.of(PREV), Instant.parse("2026-11-21T08:00:00Z"), "node", "boot");
        return AuditRecord.at(position, fields);
    }

    private static String line(ViewFormat format, String said) {
        return format.of(ORIGIN, "0.1.0").line(record(said));
    }

    private static JsonObject json(ViewFormat format, String said) {
        var line = line(format, said);
        assertTrue(line.endsWith("\n"), line);
        return StrictJson.object(
                line.substring(0, line.length() - 1).getBytes(StandardCharsets.UTF_8),
                StrictJson.Limits.bytes(1 << 20));
    }

    private static String leafOf(String record) {
        var bytes = record.getBytes(StandardCharsets.UTF_8);
        var leaf = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, leaf, 1, bytes.length);
        return Digest.of(leaf).hex();
    }

    @ParameterizedTest
    @EnumSource(ViewFormat.class)
    void nothing_that_was_said_ends_a_line_or_steers_a_terminal(ViewFormat format) {
        var line = line(format, "a\r\nb\u001b[2Jc\u0085d\u009be\u2028f\u202eg\u0000h\u007fi\tj");
        var end = format == ViewFormat.CSV ? "\r\n" : "\n";
        assertTrue(line.endsWith(end), line);
        var body = line.substring(0, line.length() - end.length());
        assertFalse(body.chars().anyMatch(c -> c < 0x20 || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x202e), body);
    }

    @Property(tries = 200)
    void a_spreadsheet_gets_back_what_was_said(@ForAll @StringLength(max = 40) String said) {
        var text = wellFormed(said);
        var rows = rows(ViewFormat.CSV.of(ORIGIN, "0.1.0").head() + line(ViewFormat.CSV, text));
        assertEquals(2, rows.size());
        assertEquals(rows.get(0).size(), rows.get(1).size());
        var row = new LinkedHashMap<String, String>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            row.put(rows.get(0).get(i), rows.get(1).get(i));
        }
        assertEquals(text, unescaped(row.get("tool")));
        assertEquals("commitment:" + PREV.hex(), row.get("arguments"));
        assertEquals(record(text).leaf().hex(), row.get("leaf"));
        assertEquals("7", row.get("index"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "'=1"})
    void no_field_is_a_formula(String said) {
        for (var field : rows(line(ViewFormat.CSV, said)).getFirst()) {
            assertFalse(field.matches("(?s)[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20].*"), field);
        }
    }

    @Property(tries = 200)
    void a_collector_of_cef_gets_back_what_was_said(@ForAll @StringLength(max = 40) String said) {
        var text = wellFormed(said);
        var line = line(ViewFormat.CEF, text);
        var parts = line.split("(?<!\\\\)(?:\\\\\\\\)*\\|", 8);
        assertEquals("CEF:0", parts[0]);
        assertEquals("call.invoke", parts[4]);
        assertEquals("6", parts[6]);
        var fields = extension(parts[7].substring(0, parts[7].length() - 1));
        assertEquals(visible(text), fields.getOrDefault("suser", ""));
        assertEquals(record(text).leaf().hex(), fields.get("cs2"));
        assertEquals("7", fields.get("cn1"));
        assertEquals("DENY", fields.get("act"));
    }

    @Test
    void what_ends_a_field_of_cef_is_escaped() {
        assertEquals("a\\=b\\\\c\\nd|e", Cef.extension("a=b\\c\nd|e"));
        assertEquals("a=b\\\\c d\\|e", Cef.header("a=b\\c\nd|e"));
        assertTrue(line(ViewFormat.CEF, "x cs1=evil|y").contains("suser=x cs1\\=evil|y spriv=client"));
    }

    @Property(tries = 200)
    void a_cloud_event_holds_the_record_and_its_hash(@ForAll @StringLength(max = 40) String said) {
        var event = json(ViewFormat.CLOUDEVENTS, wellFormed(said));
        var record = record(wellFormed(said));
        assertEquals("1.0", event.getString("specversion"));
        assertEquals("/" + ORIGIN, event.getString("source"));
        assertEquals("7", event.getString("id"));
        assertEquals("dev.polar.audit.call.invoke.v1", event.getString("type"));
        assertEquals(record.leaf().hex(), event.getString("polarleaf"));
        assertEquals(event.getString("polarleaf"), leafOf(Canonical.text(event.getJsonObject("data"))));
    }

    @Property(tries = 200)
    void an_ocsf_event_holds_the_record_and_attests_its_hash(@ForAll @StringLength(max = 40) String said) {
        var event = json(ViewFormat.OCSF, wellFormed(said));
        var attestation = event.getJsonArray("attestation_list").getJsonObject(0);
        assertEquals(
                leafOf(event.getString("raw_data")),
                attestation.getJsonObject("fingerprint").getString("value"));
        assertEquals(ORIGIN, attestation.getString("chain_uid"));
        assertEquals(
                PREV.hex(),
                attestation
                        .getJsonObject("prev_event")
                        .getJsonObject("fingerprint")
                        .getString("value"));
        assertEquals(6003, event.getInt("class_uid"));
        assertEquals(600399, event.getInt("type_uid"));
        assertEquals(2, event.getInt("action_id"));
        assertEquals(2, event.getInt("status_id"));
    }

    /** The members that each class of OCSF requires. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "plugin", "trust", "host", "audit", "channel", "secret"})
    void an_ocsf_event_has_what_its_class_requires(String category) {
        var json = StrictJson.provider();
        var record = AuditRecord.at(
                new Position(0, Optional.empty(), Instant.parse("2026-11-21T08:00:00Z"), "node", "boot"),
                Map.of("category", json.createValue(category), "action", json.createValue("x.install")));
        var event = StrictJson.object(
                ViewFormat.OCSF.of(ORIGIN, "0.1.0").line(record).strip().getBytes(StandardCharsets.UTF_8),
                StrictJson.Limits.bytes(1 << 20));
        for (var key :
                List.of("activity_id", "category_uid", "class_uid", "type_uid", "time", "metadata", "severity_id")) {
            assertTrue(event.containsKey(key), key);
        }
        var required = switch (event.getInt("class_uid")) {
            case 6002 -> List.of("app");
            case 6003 -> List.of("actor", "api", "src_endpoint");
            case 3004 -> List.of("entity");
            default -> List.of("a class that there is");
        };
        required.forEach(key -> assertTrue(event.containsKey(key), key));
        assertEquals(event.getInt("class_uid") * 100 + event.getInt("activity_id"), event.getInt("type_uid"));
    }

    /** Records are Unicode; a lone surrogate never comes into one. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** RFC 4180. */
    private static List<List<String>> rows(String text) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        for (int i = 0; i < text.length(); ) {
            assertEquals('"', text.charAt(i), "every field is quoted");
            var field = new StringBuilder();
            for (i++; ; i++) {
                if (text.charAt(i) == '"' && text.charAt(i + 1) == '"') {
                    field.append(text.charAt(i++));
                } else if (text.charAt(i) == '"') {
                    break;
                } else {
                    field.append(text.charAt(i));
                }
            }
            row.add(field.toString());
            i++;
            if (text.charAt(i) == ',') {
                i++;
            } else {
                assertEquals("\r\n", text.substring(i, i + 2));
                rows.add(List.copyOf(row));
                row.clear();
                i += 2;
            }
        }
        return rows;
    }

    /** As the format defines its escapes. */
    private static Map<String, String> extension(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : text.split(" (?=[A-Za-z0-9]+=)")) {
            int at = pair.indexOf('=');
            var value = new StringBuilder();
            for (int i = at + 1; i < pair.length(); i++) {
                char c = pair.charAt(i);
                if (c == '\\') {
                    c = pair.charAt(++i);
                    value.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
                } else {
                    value.append(c);
                }
            }
            fields.put(pair.substring(0, at), value.toString());
        }
        return fields;
    }

    /** CEF has no escape for other control characters, so they are written out. */
    private static String visible(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> out.append(
                        c == '\n' || c == '\r' || c == '\\'
                                ? Character.toString(c)
                                : Escapes.line(Character.toString(c))));
        return out.toString();
    }

    /** What {@link Escapes#line} did, and the apostrophe before what could be a formula. */
    private static String unescaped(String field) {
        var text = field.startsWith("'") ? field.substring(1) : field;
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}

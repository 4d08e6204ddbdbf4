package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Position;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the documentation that says which records fill which keys; tests of the host hold their records against it. */
class RecordContentsTest {
    @Test
    void the_table_has_a_line_for_every_category_and_one_for_each_record() {
        assertEquals(
                Arrays.stream(Category.values()).map(Category::text).collect(Collectors.toSet()),
                RecordContents.lines().stream()
                        .map(RecordContents.Line::category)
                        .collect(Collectors.toSet()));
        var named = new HashSet<List<String>>();
        for (var line : RecordContents.lines()) {
            for (var action : line.actions()) {
                assertTrue(named.add(List.of(line.category(), action, line.stage())), line.category() + "/" + action);
            }
        }
    }

    @Test
    void the_table_names_keys_of_records_and_none_twice() {
        for (var line : RecordContents.lines()) {
            assertTrue(AuditRecord.FIELDS.containsAll(line.always()), line.toString());
            assertTrue(AuditRecord.FIELDS.containsAll(line.sometimes()), line.toString());
            assertTrue(line.always().stream().noneMatch(line.sometimes()::contains), line.toString());
        }
    }

    @Test
    void what_a_record_lacks_or_has_beyond_its_line_is_found() {
        var line = new RecordContents.Line("host", Set.of("start"), "EVENT", Set.of("decision"), Set.of("caller"));
        assertEquals(List.of("host/start EVENT lacks decision"), RecordContents.wrong(line, record(Map.of())));
        var text = StrictJson.provider().createValue("x");
        assertEquals(List.of(), RecordContents.wrong(line, record(Map.of("decision", text, "caller", text))));
        assertEquals(
                List.of("host/start EVENT has tool"),
                RecordContents.wrong(line, record(Map.of("decision", text, "tool", text))));
    }

    private static AuditRecord record(Map<String, JsonValue> more) {
        var said = new HashMap<>(more);
        said.put("category", StrictJson.provider().createValue("host"));
        said.put("action", StrictJson.provider().createValue("start"));
        said.put("stage", StrictJson.provider().createValue("EVENT"));
        return AuditRecord.at(new Position(0, Optional.empty(), Instant.EPOCH, "n", "b"), said);
    }
}

package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.trust.audit.AuditRecord;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds every record that a test leaves against the table in {@code docs/audit.md} that says which records fill which
 * keys. What the table does not name is not looked at.
 */
public final class RecordContents {
    private static final Set<String> EVERYWHERE =
            Set.of("v", "seq", "prev", "time", "node", "boot", "category", "action", "stage", "facts");
    private static final List<Line> LINES = read();

    private RecordContents() {}

    /** A row: of these records these keys are filled always, and those sometimes. */
    record Line(String category, Set<String> actions, String stage, Set<String> always, Set<String> sometimes) {
        boolean isAbout(AuditRecord record) {
            var json = record.json();
            return json.getString("category").equals(category)
                    && actions.contains(json.getString("action"))
                    && json.getString("stage").equals(stage);
        }
    }

    /** What is wrong with the records in that database. */
    public static List<String> wrong(Database database) {
        var wrong = new LinkedHashSet<String>();
        for (var record : all(database)) {
            LINES.stream()
                    .filter(line -> line.isAbout(record))
                    .filter(line -> !isUnknownOutcome(record))
                    .forEach(line -> wrong.addAll(wrong(line, record)));
        }
        return List.copyOf(wrong);
    }

    static List<Line> lines() {
        return LINES;
    }

    static List<String> wrong(Line line, AuditRecord record) {
        var filled = filled(record);
        var wrong = new ArrayList<String>();
        var missing = new HashSet<>(line.always());
        missing.removeAll(filled);
        var surplus = new HashSet<>(filled);
        surplus.removeAll(line.always());
        surplus.removeAll(line.sometimes());
        var name = line.category() + "/" + record.json().getString("action") + " " + line.stage();
        missing.forEach(key -> wrong.add(name + " lacks " + key));
        surplus.forEach(key -> wrong.add(name + " has " + key));
        return wrong;
    }

    /** The keys that say something, without those that all records have. */
    static Set<String> filled(AuditRecord record) {
        var filled = new HashSet<String>();
        record.json().forEach((key, value) -> {
            boolean empty = value == JsonValue.NULL || value instanceof JsonArray array && array.isEmpty();
            if (!empty && !EVERYWHERE.contains(key)) {
                filled.add(key);
            }
        });
        return filled;
    }

    private static boolean isUnknownOutcome(AuditRecord record) {
        return record.json().get("errorCode") instanceof JsonString code
                && code.getString().equals("OUTCOME_UNKNOWN");
    }

    static List<AuditRecord> all(Database database) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT body FROM audit_record ORDER BY log, seq")
                .mapTo(byte[].class)
                .map(AuditRecord::parse)
                .list());
    }

    private static List<Line> read() {
        try (var lines = Files.lines(page())) {
            return lines.map(line -> line.split("\\|"))
                    .filter(cells -> cells.length == 6 && cells[3].strip().matches("`(INTENT|OUTCOME|EVENT)`"))
                    .map(cells -> new Line(
                            words(cells[1]).iterator().next(),
                            words(cells[2]),
                            words(cells[3]).iterator().next(),
                            words(cells[4]),
                            words(cells[5])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path page() {
        return Path.of(System.getProperty("basedir", "."), "..", "..", "docs", "audit.md");
    }

    private static Set<String> words(String cell) {
        return Arrays.stream(cell.replace("`", " ").replace(",", " ").strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

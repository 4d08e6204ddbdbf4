package dev.polar.host.backup;

import dev.polar.host.store.Dump;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last entry of a backup: what it is and what must be in it.
 *
 * @param digests SHA-256 in hex of every other entry, by its name
 */
record BackupManifest(
        String installation, Instant made, boolean masterKey, Dump.Contents contents, Map<String, String> digests) {
    static final String ENTRY = "backup.json";

    private static final int FORMAT = 1;
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(256 << 20);

    byte[] bytes() {
        var tables = StrictJson.provider().createArrayBuilder();
        contents.tables().forEach(table -> tables.add(json(table)));
        return Canonical.bytes(StrictJson.provider()
                .createObjectBuilder()
                .add("format", FORMAT)
                .add("installation", installation)
                .add("made", made.toString())
                .add("masterKey", masterKey)
                .add("tables", tables)
                .add("migrations", texts(contents.migrations()))
                .add("entries", texts(digests))
                .build());
    }

    /** @throws Refusal {@code BACKUP_DAMAGED} */
    static BackupManifest parse(byte[] bytes) {
        try {
            var json = StrictJson.object(bytes, LIMITS);
            if (json.getInt("format") != FORMAT) {
                throw new Refusal(
                        Code.BACKUP_DAMAGED,
                        "the backup is of format " + json.getInt("format"),
                        "restore it with the version that made it, or a later one");
            }
            return new BackupManifest(
                    json.getString("installation"),
                    Instant.parse(json.getString("made")),
                    json.getBoolean("masterKey"),
                    new Dump.Contents(
                            json.getJsonArray("tables").getValuesAs(JsonObject.class).stream()
                                    .map(BackupManifest::table)
                                    .toList(),
                            texts(json.getJsonObject("migrations"))),
                    texts(json.getJsonObject("entries")));
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException shapeless) {
            throw new Refusal(Code.BACKUP_DAMAGED, "its list of contents cannot be read", "use another backup");
        }
    }

    private static JsonObject json(Dump.Table table) {
        var counters = StrictJson.provider().createObjectBuilder();
        table.counters().forEach(counters::add);
        return StrictJson.provider()
                .createObjectBuilder()
                .add("name", table.name())
                .add("columns", StrictJson.provider().createArrayBuilder(table.columns()))
                .add("counters", counters)
                .add("rows", table.rows())
                .build();
    }

    private static Dump.Table table(JsonObject json) {
        var counters = new TreeMap<String, Long>();
        json.getJsonObject("counters")
                .forEach((column, last) -> counters.put(column, ((JsonNumber) last).longValueExact()));
        return new Dump.Table(
                json.getString("name"),
                names(json.getJsonArray("columns")),
                counters,
                json.getJsonNumber("rows").longValueExact());
    }

    private static List<String> names(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    private static JsonObjectBuilder texts(Map<String, String> texts) {
        var object = StrictJson.provider().createObjectBuilder();
        new TreeMap<>(texts).forEach(object::add);
        return object;
    }

    private static Map<String, String> texts(JsonObject object) {
        var texts = new TreeMap<String, String>();
        object.forEach((name, value) -> texts.put(name, ((JsonString) value).getString()));
        return texts;
    }
}

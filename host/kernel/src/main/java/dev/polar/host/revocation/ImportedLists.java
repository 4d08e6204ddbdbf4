package dev.polar.host.revocation;

import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.revocation.SignedList;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest list of each source, in {@code revocation-lists.jsonl} beside the database: a line names the source and holds
 * the envelope as it came. What does not verify under the keys of the source does not exist.
 */
final class ImportedLists {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(2 * SignedList.MOST_BYTES);

    private final Path file;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final List<Refusal> problems = new ArrayList<>();
    private final List<ListTable.Row> unread = new ArrayList<>();

    /** A list and the envelope it came in. */
    record Held(SignedList list, String envelope) {}

    ImportedLists(Path dataDir) {
        this.file = dataDir.resolve("revocation-lists.jsonl");
        lines().forEach(this::remember);
    }

    Optional<Held> of(Source source) {
        settle(source);
        return Optional.ofNullable(held.get(source.name()));
    }

    List<Refusal> problems() {
        return List.copyOf(problems);
    }

    /** Takes in what the database has, if it is newer. */
    void merge(List<ListTable.Row> rows, Map<String, Source> sources) {
        boolean newer = false;
        for (var row : rows) {
            var source = sources.get(row.source());
            var known = source == null ? Optional.<Held>empty() : of(source);
            if (source != null
                    && known.filter(one -> one.envelope().equals(row.envelope()))
                            .isEmpty()) {
                newer |= take(source, row.envelope(), "a row of the database");
            }
        }
        if (newer) {
            write();
        }
    }

    /**
     * What those bytes are as the next list of that source; nothing changes yet.
     *
     * @throws Refusal why they are not
     */
    Held next(Source source, byte[] bytes) {
        var list = SignedList.open(bytes, source.keys(), source.threshold());
        of(source).ifPresent(before -> list.requireAfter(before.list()));
        return new Held(list, new String(Envelope.parse(bytes).bytes(), StandardCharsets.UTF_8));
    }

    /** Puts it in force for good: on disk when this returns. */
    void put(Source source, Held next) {
        held.put(source.name(), next);
        write();
    }

    /** What is on disk counts once it is known who was enrolled under that name. */
    private void settle(Source source) {
        var mine = unread.stream()
                .filter(line -> line.source().equals(source.name()))
                .toList();
        unread.removeAll(mine);
        mine.forEach(line -> take(source, line.envelope(), "a line of " + file.getFileName()));
    }

    private boolean take(Source source, String envelope, String where) {
        try {
            var list = SignedList.open(envelope.getBytes(StandardCharsets.UTF_8), source.keys(), source.threshold());
            var before = held.get(source.name());
            if (before == null || list.version() > before.list().version()) {
                if (before != null) {
                    list.requireAfter(before.list());
                }
                held.put(source.name(), new Held(list, envelope));
                return true;
            }
        } catch (Refusal refusal) {
            var told = where + " is no list of '" + source.name() + "': " + refusal.getMessage();
            if (problems.stream().noneMatch(known -> told.equals(known.getMessage()))) {
                problems.add(new Refusal(Code.TRUST_TAMPERED, told, "polar revocations refresh " + source.name()));
            }
        }
        return false;
    }

    private void remember(String line) {
        try {
            var json = StrictJson.object(line.getBytes(StandardCharsets.UTF_8), LIMITS);
            if (json.get("envelope") instanceof JsonObject envelope) {
                unread.add(new ListTable.Row(json.getString("source", ""), 0, envelope.toString()));
                return;
            }
        } catch (JsonFault shapeless) {
            // told below
        }
        problems.add(new Refusal(
                Code.TRUST_TAMPERED,
                "a line of " + file.getFileName() + " is no list",
                "polar revocations refresh fetches the lists again"));
    }

    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "the revocation lists cannot be read: " + e,
                    "restore " + file + " from a backup");
        }
    }

    /** A line for each source: its name, and the list as it was signed. */
    byte[] bytes() {
        var text = new StringBuilder();
        held.forEach((source, one) -> text.append(line(source, one.envelope())).append('\n'));
        unread.forEach(row -> text.append(line(row.source(), row.envelope())).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write() {
        try {
            OwnerOnly.write(file, bytes());
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    "the revocation list cannot be written: " + e,
                    "check the space and owner of " + file);
        }
    }

    private static String line(String source, String envelope) {
        return "{\"source\":" + StrictJson.provider().createValue(source) + ",\"envelope\":" + envelope + "}";
    }
}

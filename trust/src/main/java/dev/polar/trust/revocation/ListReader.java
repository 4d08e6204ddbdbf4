package dev.polar.trust.revocation;

import dev.polar.spi.Code;
import dev.polar.trust.json.JsonAt;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the payload of a list: everything in it is known and in its one form, or nothing of it is read. */
final class ListReader {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(SignedList.MOST_BYTES);
    private static final Set<String> LIST = ordered(List.of("version", "issuedAt", "expires", "entries"));
    private static final Set<String> DRAFT = Set.of("entries");
    private static final Set<String> ENTRY =
            ordered(List.of("id", "kind", "value", "mode", "reason", "effectiveAt", "compromisedSince"));
    private static final Set<String> KINDS = ordered(Kind.labels());
    private static final Set<String> MODES = ordered(Mode.labels());
    private static final int LONGEST_REASON = 500;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private ListReader() {}

    private static Set<String> ordered(List<String> words) {
        return new LinkedHashSet<>(words);
    }

    static SignedList read(byte[] payload) {
        var source = new JsonAt.Source("revocations.json", Code.REVOCATIONS_INVALID, payload);
        var list = JsonAt.root(source, LIMITS).closed(LIST);
        int version = list.require("version").integer(1, Integer.MAX_VALUE);
        var issuedAt = time(list.require("issuedAt"));
        var expires = time(list.require("expires"));
        if (!expires.isAfter(issuedAt)) {
            throw list.require("expires")
                    .refused("order", "the list expires before it was issued", "A time after " + issuedAt + ".");
        }
        return new SignedList(version, issuedAt, expires, entries(list.require("entries")));
    }

    static List<Revocation> draft(String name, byte[] json, Optional<SignedList> before) {
        var list = JsonAt.root(new JsonAt.Source(name, Code.REVOCATIONS_INVALID, json), LIMITS)
                .closed(DRAFT)
                .require("entries");
        var entries = entries(list);
        before.ifPresent(last -> requireKept(last, entries, list));
        return entries;
    }

    /** Hosts would refuse it as a whole; here the place can be told. */
    private static void requireKept(SignedList before, List<Revocation> entries, JsonAt list) {
        var ids = entries.stream().map(Revocation::id).toList();
        for (var entry : before.entries()) {
            int at = ids.indexOf(entry.id());
            if (at < 0) {
                throw list.refused(
                        "missing",
                        "entry " + entry.id() + " of version " + before.version() + " is missing",
                        "Put it back: what was taken back stays; only a host's operators let it in again.");
            }
            if (!entries.get(at).holds(entry)) {
                throw list.items()
                        .get(at)
                        .refused(
                                "changed",
                                "entry " + entry.id() + " is another than in version " + before.version(),
                                "Only its reason may be worded anew; to take back more, add an entry.");
            }
        }
    }

    private static List<Revocation> entries(JsonAt list) {
        var items = list.items();
        if (items.size() > SignedList.MOST_ENTRIES) {
            throw list.refused(
                    "length", items.size() + " entries", "At most " + SignedList.MOST_ENTRIES + " are read.");
        }
        var ids = new HashSet<String>();
        var entries = new ArrayList<Revocation>(items.size());
        for (var item : items) {
            var entry = entry(item.closed(ENTRY));
            if (!ids.add(entry.id())) {
                throw item.require("id")
                        .refused("unique", "'" + entry.id() + "' is the id of an earlier entry", "Ids are used once.");
            }
            entries.add(entry);
        }
        return entries;
    }

    private static Revocation entry(JsonAt entry) {
        var kind = Kind.labelled(entry.require("kind").word(KINDS)).orElseThrow();
        return new Revocation(
                entry.require("id").matching(ID, "id", "an id of 1 to 64 letters, digits and . _ -"),
                kind,
                value(kind, entry.require("value")),
                Mode.labelled(entry.require("mode").word(MODES)).orElseThrow(),
                entry.require("reason").prose(LONGEST_REASON),
                time(entry.require("effectiveAt")),
                entry.find("compromisedSince").map(ListReader::time));
    }

    private static String value(Kind kind, JsonAt value) {
        var text = value.string();
        try {
            var checked = kind.checked(text);
            if (checked.equals(text)) {
                return text;
            }
            throw value.refused("form", "the value is not in its one form", "Write " + checked + ".");
        } catch (IllegalArgumentException notOne) {
            throw value.refused("form", "the value names no " + kind.label(), "It is written " + kind.form() + ".");
        }
    }

    /** RFC 3339 in UTC. */
    private static Instant time(JsonAt at) {
        var text = at.matching(UTC, "time", "a time in UTC as in 2026-11-21T08:00:00Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException noDay) {
            throw at.refused("time", "there is no such time", "As in 2026-11-21T08:00:00Z.");
        }
    }
}

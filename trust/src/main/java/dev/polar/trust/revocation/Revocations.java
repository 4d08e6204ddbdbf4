package dev.polar.trust.revocation;

import dev.polar.spi.ToolId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.key.Digest;
import dev.polar.trust.revocation.Revocation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every entry in force.
 *
 * @param version only rises
 * @param entries the operators' own, which may name anything
 * @param imported those of other people's lists
 * @param recorded when this installation's log had a content at the latest, for entries that spare older ones
 */
public record Revocations(
        long version, List<Revocation> entries, List<Imported> imported, Map<Digest, Instant> recorded) {
    private static final Comparator<Revocation> HARD_FIRST =
            Comparator.comparing(entry -> entry.mode() == Revocation.Mode.SOFT);

    /** Nothing revoked yet. */
    public static final Revocations NONE = new Revocations(0, List.of());

    public Revocations {
        entries = List.copyOf(entries);
        imported = List.copyOf(imported);
        recorded = Map.copyOf(recorded);
    }

    /** The operators' entries alone. */
    public Revocations(long version, List<Revocation> entries) {
        this(version, entries, List.of(), Map.of());
    }

    /** The same, knowing when contents were recorded. */
    public Revocations knowing(Map<Digest, Instant> when) {
        return new Revocations(version, entries, imported, when);
    }

    /** The operators' entries, then those of each list. */
    public List<Revocation> all() {
        return Stream.concat(entries.stream(), imported.stream().flatMap(list -> list.entries().stream()))
                .toList();
    }

    /** The entry of that kind that names the package, a hard one before a soft one; a tool's never does. */
    public Optional<Revocation> naming(Facts facts, Kind kind, Instant now) {
        return effective(facts, kind, now, entry -> names(entry, facts)).stream()
                .min(HARD_FIRST);
    }

    /** Which tools of the package are taken back, by their names, and the entry that does it. */
    public Map<String, Revocation> tools(Facts facts, Instant now) {
        var prefix = facts.plugin().name() + "/";
        var tools = new LinkedHashMap<String, Revocation>();
        effective(facts, Kind.TOOL, now, entry -> entry.value().startsWith(prefix)).stream()
                .sorted(HARD_FIRST)
                .forEach(entry -> tools.putIfAbsent(ToolId.of(entry.value()).name(), entry));
        return Map.copyOf(tools);
    }

    /** Every package is held against every entry whenever anything is taken back, so this looks at the cheapest first. */
    private List<Revocation> effective(Facts facts, Kind kind, Instant now, Predicate<Revocation> named) {
        var found = new ArrayList<Revocation>();
        collect(entries, facts, kind, now, named, found);
        for (var list : imported) {
            if (list.covers(facts)) {
                collect(list.entries(), facts, kind, now, named, found);
            }
        }
        return found;
    }

    private void collect(
            List<Revocation> some,
            Facts facts,
            Kind kind,
            Instant now,
            Predicate<Revocation> named,
            List<Revocation> found) {
        for (var entry : some) {
            if (entry.kind() == kind
                    && named.test(entry)
                    && !now.isBefore(entry.effectiveAt())
                    && !spares(entry, facts)) {
                found.add(entry);
            }
        }
    }

    private boolean spares(Revocation entry, Facts facts) {
        var when = recorded.get(facts.content());
        return when != null && entry.compromisedSince().filter(when::isBefore).isPresent();
    }

    private static boolean names(Revocation entry, Facts facts) {
        var value = entry.value();
        return switch (entry.kind()) {
            case KEY -> facts.signers().stream().anyMatch(key -> key.hex().equals(value));
            case PUBLISHER -> facts.publisher().equals(value);
            case PLUGIN -> facts.plugin().name().equals(value);
            case VERSION -> Versions.of(value).names(facts.plugin(), facts.version());
            case DIGEST ->
                facts.digests().stream().anyMatch(digest -> digest.toString().equals(value));
            case TOOL -> false;
        };
    }
}

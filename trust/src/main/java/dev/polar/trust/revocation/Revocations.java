package dev.polar.trust.revocation;

import dev.polar.spi.ToolId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.key.Digest;
import dev.polar.trust.revocation.Revocation.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return effective(facts, kind, now).filter(entry -> names(entry, facts)).min(HARD_FIRST);
    }

    /** Which tools of the package are taken back, by their names, and the entry that does it. */
    public Map<String, Revocation> tools(Facts facts, Instant now) {
        var tools = new LinkedHashMap<String, Revocation>();
        effective(facts, Kind.TOOL, now).sorted(HARD_FIRST).forEach(entry -> {
            var tool = ToolId.of(entry.value());
            if (tool.plugin().equals(facts.plugin())) {
                tools.putIfAbsent(tool.name(), entry);
            }
        });
        return Map.copyOf(tools);
    }

    private Stream<Revocation> effective(Facts facts, Kind kind, Instant now) {
        return Stream.concat(
                        entries.stream(),
                        imported.stream().filter(list -> list.covers(facts)).flatMap(list -> list.entries().stream()))
                .filter(entry -> entry.kind() == kind && !now.isBefore(entry.effectiveAt()) && !spares(entry, facts));
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

package dev.polar.trust.delta;

import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.permission.GateObserve;
import dev.polar.trust.permission.GrantDelta;
import dev.polar.trust.permission.Permission;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two profiles, kind by kind. The relation "asks nobody" is reflexive and transitive: whoever was asked about
 * each step of a way was asked about the whole of it.
 */
final class Comparison {
    private static final List<Level> LADDER = List.of(Level.CORE, Level.VERIFIED, Level.COMMUNITY, Level.DEV);

    private final Profile before;
    private final Profile after;
    private final Set<Item> items = new TreeSet<>();

    private Comparison(Profile before, Profile after) {
        this.before = before;
        this.after = after;
    }

    static List<Item> of(Profile before, Profile after) {
        if (!before.plugin().equals(after.plugin())) {
            throw new IllegalArgumentException(before.plugin() + " and " + after.plugin() + " are two plugins");
        }
        var comparison = new Comparison(before, after);
        comparison.release();
        comparison.trust();
        comparison.permissions();
        for (var kind : Kind.values()) {
            if (kind.named()) {
                comparison.parts(kind);
            }
        }
        return List.copyOf(comparison.items);
    }

    /** A later release is what updates are for; an earlier one brings old faults back. */
    private void release() {
        if (after.version().compareTo(before.version()) < 0) {
            changed(Kind.VERSION, before.version(), after.version(), Meaning.WIDER);
        }
        if (after.epoch() != before.epoch()) {
            changed(
                    Kind.EPOCH,
                    before.epoch(),
                    after.epoch(),
                    after.epoch() < before.epoch() ? Meaning.WIDER : Meaning.SAME);
        }
    }

    private void trust() {
        if (!after.publisher().equals(before.publisher())) {
            changed(Kind.PUBLISHER, before.publisher(), after.publisher(), Meaning.WIDER);
        }
        after.signers().stream()
                .filter(key -> !before.signers().contains(key))
                .forEach(key -> add(Sign.ADDED, Kind.SIGNER, key.hex(), "", Meaning.WIDER));
        before.signers().stream()
                .filter(key -> !after.signers().contains(key))
                .forEach(key -> add(Sign.REMOVED, Kind.SIGNER, key.hex(), "", Meaning.SAME));
        if (after.level() != before.level()) {
            changed(Kind.LEVEL, before.level(), after.level(), lower() ? Meaning.NARROWER : Meaning.WIDER);
        }
        if (after.placement() != before.placement()) {
            boolean locked = before.placement() == Placement.HOST && after.placement() == Placement.CONFINED;
            changed(Kind.PLACEMENT, before.placement(), after.placement(), locked ? Meaning.NARROWER : Meaning.WIDER);
        }
        if (after.format() != before.format()) {
            boolean texts = after.format() == Format.SKILL;
            changed(Kind.FORMAT, before.format(), after.format(), texts ? Meaning.NARROWER : Meaning.WIDER);
        }
    }

    /** {@code local} and {@code remote} stand beside the ladder: from and to them nothing is merely lower. */
    private boolean lower() {
        int from = LADDER.indexOf(before.level());
        return from >= 0 && LADDER.indexOf(after.level()) > from;
    }

    /** Whoever gives up looking at calls lets them through unseen. */
    private void permissions() {
        var difference = GrantDelta.between(before.grant(), after.grant());
        difference
                .added()
                .forEach(added ->
                        add(Sign.ADDED, Kind.PERMISSION, added.toString(), reason(after, added), Meaning.WIDER));
        difference
                .removed()
                .forEach(lost -> add(
                        Sign.REMOVED,
                        Kind.PERMISSION,
                        lost.toString(),
                        "",
                        lost.access() instanceof GateObserve ? Meaning.WIDER : Meaning.NARROWER));
        // What remains of a narrowed permission is shown beside it.
        after.grant().permissions().stream()
                .filter(left -> difference.removed().stream().anyMatch(lost -> lost.covers(left)))
                .filter(left -> before.grant().permissions().stream()
                        .noneMatch(kept -> kept.covers(left) && after.grant().covers(kept)))
                .forEach(left -> add(Sign.ADDED, Kind.PERMISSION, left.toString(), reason(after, left), Meaning.SAME));
        after.required().permissions().stream()
                .filter(needed ->
                        before.grant().covers(needed) && !before.required().covers(needed))
                .forEach(needed ->
                        add(Sign.CHANGED, Kind.PERMISSION, needed.toString(), "optional -> required", Meaning.WIDER));
        before.required().permissions().stream()
                .filter(needed ->
                        after.grant().covers(needed) && !after.required().covers(needed))
                .forEach(needed -> add(
                        Sign.CHANGED, Kind.PERMISSION, needed.toString(), "required -> optional", Meaning.NARROWER));
    }

    private static String reason(Profile profile, Permission permission) {
        return profile.permissions().stream()
                .filter(asked -> asked.permission().equals(permission))
                .map(PermissionRequest::reason)
                .findFirst()
                .orElse("");
    }

    private void parts(Kind kind) {
        var was = before.parts(kind);
        var is = after.parts(kind);
        is.forEach((name, part) -> {
            var approved = was.get(name);
            if (approved == null) {
                add(Sign.ADDED, kind, name, part.members().getOrDefault("effect", ""), kind.more());
            } else if (!approved.equals(part)) {
                add(Sign.CHANGED, kind, name, approved.to(part), kind.more());
            }
        });
        was.keySet().stream()
                .filter(name -> !is.containsKey(name))
                .forEach(name -> add(Sign.REMOVED, kind, name, "", kind.less()));
    }

    private void changed(Kind kind, Object from, Object to, Meaning meaning) {
        add(Sign.CHANGED, kind, "", word(from) + " -> " + word(to), meaning);
    }

    private static String word(Object value) {
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    private void add(Sign sign, Kind kind, String subject, String detail, Meaning meaning) {
        items.add(new Item(sign, kind, subject, detail, meaning));
    }
}

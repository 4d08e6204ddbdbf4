package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Terms;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.lock.Drift;
import dev.polar.trust.lock.LockedPlugin;
import dev.polar.trust.packages.VerifiedPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Holds packages against a lock: what is not exactly what it names does not come in. */
final class LockMatch {
    private LockMatch() {}

    /** @throws Refusal {@code LOCK_MISMATCH} */
    static void require(LockedPlugin locked, VerifiedPackage verified, Terms terms) {
        var differences = new LinkedHashMap<String, List<String>>();
        differ(differences, "name", locked.name(), terms.plugin());
        differ(differences, "content", locked.content(), terms.content());
        // An installation signs its own packages itself, and the signature is part of the file.
        if (locked.level() != Level.LOCAL || terms.level() != Level.LOCAL) {
            differ(differences, "file", locked.file(), verified.fileDigest());
        }
        var requires = new TreeSet<>(Requirements.requires(verified.manifest()));
        differ(differences, "requires", locked.requires(), requires);
        differences.putAll(Drift.differences(locked, found(locked, terms)));
        if (!differences.isEmpty()) {
            throw mismatch(locked, "the package", differences);
        }
    }

    private static LockedPlugin found(LockedPlugin locked, Terms terms) {
        return new LockedPlugin(
                terms.plugin(),
                terms.version(),
                terms.content(),
                terms.file(),
                terms.publisher(),
                terms.signers(),
                terms.level(),
                terms.provenance(),
                terms.grant().digest(),
                locked.enabled(),
                locked.requires(),
                Optional.empty());
    }

    private static void differ(Map<String, List<String>> differences, String member, Object locked, Object found) {
        if (!locked.equals(found)) {
            differences.put(member, List.of(locked.toString(), found.toString()));
        }
    }

    /** Of a plugin that is installed, and trusted otherwise than the lock says. */
    static Refusal installed(Drift drift) {
        var locked = drift.locked().orElseThrow();
        return mismatch(
                locked,
                "what is installed",
                Drift.differences(locked, drift.found().orElseThrow()));
    }

    private static Refusal mismatch(LockedPlugin locked, String what, Map<String, List<String>> differences) {
        var first = differences.entrySet().iterator().next();
        return new Refusal(
                Code.LOCK_MISMATCH,
                what + " is not " + locked.release() + " as it is locked: its " + first.getKey() + " is "
                        + first.getValue().getLast() + ", not "
                        + first.getValue().getFirst(),
                "get the package that was locked, or lock what is right: polar lock",
                Map.of("plugin", locked.name().name(), "differs", String.join(" ", differences.keySet())));
    }
}

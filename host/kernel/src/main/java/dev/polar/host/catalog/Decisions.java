package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Approval;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the consents say, read in their order. It goes on where it was when more come, and begins again when earlier ones are
 * others: then statements were taken back, or rows.
 */
final class Decisions {
    private static final Duration PLANS_LIVE = Duration.ofHours(1);

    private final List<Consented> read = new ArrayList<>();
    private final List<Consented> enrolling = new ArrayList<>();
    private final List<Consented> renewing = new ArrayList<>();
    private final Map<PluginId, Mandate> mandates = new HashMap<>();
    private final Map<PluginId, Integer> floors = new HashMap<>();
    private final Map<String, Digest> releases = new HashMap<>();
    private final Map<Digest, Instant> recorded = new HashMap<>();
    private int tickets;

    /** Whether nothing but more consents came. */
    boolean goesOn(List<Consented> consents) {
        if (consents.size() < read.size()) {
            return false;
        }
        for (int i = 0; i < read.size(); i++) {
            if (consents.get(i) != read.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads on to the last of them. */
    void add(List<Consented> consents) {
        consents.subList(read.size(), consents.size()).forEach(this::add);
    }

    private void add(Consented consent) {
        read.add(consent);
        if (Enrolments.ACTIONS.contains(consent.action())) {
            enrolling.add(consent);
        }
        if (consent.action().equals(Renewing.ACTION)) {
            renewing.add(consent);
        }
        if (Burst.NEW_CONTENT.contains(consent.action())) {
            bring(consent);
        }
        if (consent.action().equals("stage")) {
            tickets++;
        }
        if (raisesFloor(consent)) {
            var plugin = new PluginId(consent.body().getString("plugin"));
            floors.merge(plugin, consent.body().getInt("epoch"), Math::max);
        }
        Mandate.add(consent, mandates);
    }

    private void bring(Consented consent) {
        var body = consent.body();
        var content = Digest.parse(body.getString("content"));
        releases.putIfAbsent(body.getString("plugin") + "@" + body.getString("version"), content);
        // At the latest: a plan is carried out within its hour or never.
        recorded.merge(content, consent.at().plus(PLANS_LIVE), (one, other) -> one.isBefore(other) ? one : other);
    }

    /** Only what serves everybody: a release on trial may still be taken back. */
    private static boolean raisesFloor(Consented consent) {
        return switch (consent.action()) {
            case "enable" -> true;
            case "update" -> consent.body().getString("state").equals(State.ENABLED.label());
            default -> false;
        };
    }

    /** As of the last consent that was read. */
    Decided decided() {
        var renewals = Renewals.of(renewing);
        return new Decided(
                Enrolments.of(enrolling),
                Map.copyOf(mandates),
                Map.copyOf(floors),
                Map.copyOf(releases),
                approvals(mandates.values().stream().flatMap(mandate -> mandate.approved().stream()), renewals),
                approvals(mandates.values().stream().flatMap(Mandate::before), renewals),
                Map.copyOf(recorded),
                tickets);
    }

    private static Map<Digest, Approval> approvals(Stream<Release> releases, Renewals renewals) {
        return releases.map(release -> renewals.renewed(release.approval()))
                .collect(Collectors.toUnmodifiableMap(Approval::content, Function.identity(), (one, other) -> one));
    }

    /**
     * All of it at one moment.
     *
     * @param floors lowest epoch by plugin
     * @param releases what each {@code plugin@version} was when first seen
     * @param before approvals in whose place others came
     * @param recorded when the log had each content at the latest
     * @param tickets how many releases were ever kept waiting
     */
    record Decided(
            Enrolments enrolments,
            Map<PluginId, Mandate> mandates,
            Map<PluginId, Integer> floors,
            Map<String, Digest> releases,
            Map<Digest, Approval> approvals,
            Map<Digest, Approval> before,
            Map<Digest, Instant> recorded,
            int tickets) {}
}

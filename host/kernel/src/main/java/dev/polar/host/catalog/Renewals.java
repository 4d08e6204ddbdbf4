package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.trust.admission.Approval;
import dev.polar.trust.key.Digest;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last renewal of each content.
 *
 * @param of by content digest
 */
record Renewals(Map<Digest, Renewal> of) {
    /** Which permissions, and when. */
    record Renewal(Grant grant, Instant at) {}

    static Renewals of(List<Consented> consents) {
        var last = new HashMap<Digest, Renewal>();
        for (var consent : consents) {
            if (consent.action().equals(Renewing.ACTION)) {
                var permissions = consent.body().getJsonArray("permissions").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList();
                last.put(
                        Digest.parse(consent.body().getString("content")),
                        new Renewal(Grant.parse(permissions), consent.at()));
            }
        }
        return new Renewals(last);
    }

    /** The approval, made younger by a renewal of everything of high risk that it grants. */
    Approval renewed(Approval approval) {
        var renewal = of.get(approval.content());
        return renewal != null
                        && renewal.at().isAfter(approval.at())
                        && renewal.grant().covers(approval.grant().highOnly())
                ? new Approval(approval.content(), approval.grant(), approval.placement(), approval.by(), renewal.at())
                : approval;
    }
}

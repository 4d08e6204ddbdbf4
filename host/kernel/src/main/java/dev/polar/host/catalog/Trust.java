package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Approval;
import dev.polar.trust.admission.TrustState;
import dev.polar.trust.key.Digest;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything operators decided, as of one reading.
 *
 * @param state what admission is asked with
 * @param before the approvals of releases in whose place operators put another, by content
 * @param tickets how many releases were ever kept waiting; the next is one more
 */
public record Trust(
        Enrolments enrolments,
        Keyring keyring,
        TrustState state,
        Map<Digest, Approval> before,
        Map<PluginId, Mandate> mandates,
        int tickets) {
    /** How long before permissions of high risk end an operator is told. */
    private static final Duration NOTICE = Duration.ofDays(14);

    /** What that plugin may run under, if it is installed. */
    public Optional<Mandate> mandate(PluginId plugin) {
        return Optional.ofNullable(mandates.get(plugin));
    }

    /** The releases of that publisher that operators consented to. */
    List<String> brought(String publisher) {
        return mandates.values().stream()
                .flatMap(mandate -> mandate.approved().stream())
                .map(Release::terms)
                .filter(terms -> terms.publisher().equals(publisher))
                .map(Terms::release)
                .distinct()
                .sorted()
                .toList();
    }

    /** The same, as if an operator had consented to those terms just now: what a start before the consent is asked with. */
    public Trust approving(Terms terms, Instant now) {
        var approval = new Approval(terms.content(), terms.grant(), terms.placement(), "", now);
        return new Trust(enrolments, keyring, state.approving(approval), before, mandates, tickets);
    }

    /**
     * What admission is asked with about a release in whose place operators put another: whatever else holds, it may go on
     * until the switch, and finish its calls after it. What nobody's valid consent ever let in is not among them.
     */
    public Optional<TrustState> giving(PluginId plugin, Digest content) {
        return Optional.ofNullable(before.get(content)).map(approval -> state.before(plugin, approval));
    }

    /** What that content is granted at that time: of high risk nothing that ran out. */
    public Grant granted(Digest content, Instant now) {
        return Optional.ofNullable(state.approvals().get(content))
                .map(approval -> approval.grant(now))
                .orElse(Grant.NONE);
    }

    /** The approval of what serves, if permissions of high risk in it have ended or end within 14 days. */
    public Optional<Approval> expiring(PluginId plugin, Instant now) {
        return mandate(plugin)
                .map(mandate -> state.approvals().get(mandate.terms().content()))
                .filter(approval -> !approval.expires().equals(Instant.MAX))
                .filter(approval -> !now.isBefore(approval.expires().minus(NOTICE)));
    }

    /** {@code APPROVAL_EXPIRED} for each plugin of which permissions of high risk have ended or end soon. */
    public List<Refusal> expiring(Instant now) {
        return mandates.keySet().stream()
                .sorted()
                .flatMap(plugin -> expiring(plugin, now).stream().map(approval -> ended(plugin, approval, now)))
                .toList();
    }

    private static Refusal ended(PluginId plugin, Approval approval, Instant now) {
        return new Refusal(
                Code.APPROVAL_EXPIRED,
                plugin + (now.isBefore(approval.expires()) ? " loses at " : " lost at ") + approval.expires() + " "
                        + approval.grant().highOnly() + ": what is of high risk ends after "
                        + Approval.HIGH_RISK_LASTS.toDays() + " days",
                "polar renew " + plugin);
    }

    /** Who goes by that name: a publisher, a reviewer, or the installation itself. */
    Optional<String> owner(String name) {
        return enrolments.active().containsKey(name)
                        || keyring.publishers().stream()
                                .anyMatch(publisher -> publisher.name().equals(name))
                ? Optional.of(name)
                : Optional.empty();
    }
}

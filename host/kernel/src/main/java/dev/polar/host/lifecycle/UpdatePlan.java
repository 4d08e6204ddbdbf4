package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.OfferText;
import dev.polar.host.offer.TakenSkills;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.delta.Kind;
import dev.polar.trust.delta.Meaning;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What putting one release in another's place would mean here and now.
 *
 * @param old what serves
 * @param before the consent to it
 * @param again that very content as it was approved once, if it was
 * @param next what the package says of itself, and its terms
 * @param delta against what is approved
 * @param offers what its MCP servers offer, if it is to run
 * @param findings about those offers
 * @param dependants what runs on the old release and would be started again on the new one
 */
record UpdatePlan(
        Incoming incoming,
        Row old,
        Release before,
        Optional<Release> again,
        InstallPlan next,
        Delta delta,
        Optional<List<ServerOffer>> offers,
        List<String> findings,
        List<Running> dependants) {

    boolean runs() {
        return old.state() == State.ENABLED;
    }

    Effects effects() {
        return next.terms().effects();
    }

    /** The definitions that the consent pins. */
    Optional<byte[]> definitions() {
        return offers.map(OfferText::write);
    }

    Entrant entrant(Row row) {
        return new Entrant(row, next.terms(), effects(), definitions().map(Digest::of));
    }

    /** For the operator to sign: the package, what is different, and everything that is replaced with it. */
    JsonObjectBuilder body(Trust trust) {
        var terms = next.terms();
        var body = next.body(trust)
                .add("state", old.state() == State.ENABLED ? State.ENABLED.label() : State.DISABLED.label())
                .add("from", old.release())
                .add("replaces", old.content().toString())
                .add("permissionsDigest", terms.grant().digest().toString())
                .add("delta", delta.json())
                .add("wider", delta.wider());
        offers.ifPresent(offered -> {
            body.add("definitions", Digest.of(OfferText.write(offered)).toString());
            body.add("pins", EnablePlan.pins(offered));
        });
        body.add("findings", InstallPlan.array(allFindings()));
        var rewired = StrictJson.provider().createObjectBuilder();
        dependants.forEach(running -> rewired.add(
                running.plugin().name(),
                running.shown().version() + " " + running.shown().digest()));
        return body.add("dependants", rewired);
    }

    /** What an operator let in before is nothing to stop at: neither a finding, nor that it is the earlier version. */
    Prepared prepared(JsonObjectBuilder body) {
        return new Prepared(
                InstallPlan.object(next.terms().plugin()),
                body.build(),
                !widens() && accepted().containsAll(allFindings()),
                notes());
    }

    private List<String> notes() {
        var left = offers.flatMap(offered -> new TakenSkills(offered, List.of())
                .left("once it is disabled, polar enable --skills names those that they may have"));
        return Stream.concat(next.notes().stream(), left.stream()).toList();
    }

    private boolean widens() {
        return delta.items().stream()
                .filter(item -> item.meaning() == Meaning.WIDER)
                .anyMatch(item -> again.isEmpty() || item.kind() != Kind.VERSION);
    }

    private Set<String> accepted() {
        return Stream.concat(Stream.of(before), again.stream())
                .flatMap(release -> release.findings().stream())
                .collect(Collectors.toSet());
    }

    private List<String> allFindings() {
        return Stream.concat(next.findings().stream(), findings.stream()).toList();
    }
}

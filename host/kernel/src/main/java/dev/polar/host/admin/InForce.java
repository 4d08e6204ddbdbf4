package dev.polar.host.admin;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Statement;
import dev.polar.host.policy.Policies;
import dev.polar.host.policy.PolicyVersion;
import dev.polar.host.revocation.Decided;
import dev.polar.host.revocation.RevocationList;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What decisions of a time rested on, as files of a bundle. Statements about single calls, clients and secrets stay out:
 * they name people in clear, whom records only commit to.
 */
public final class InForce {
    private static final Set<String> AREAS = Set.of("trust", "policy", "revocations");
    private static final Set<String> ACTIONS =
            Set.of("revoke", "operator.add", "operator.remove", "operator.replace", "operator.recover");

    private final Ledger ledger;
    private final Operators operators;
    private final RevocationList revocations;
    private final Policies policies;

    public InForce(Ledger ledger, Operators operators, RevocationList revocations, Policies policies) {
        this.ledger = ledger;
        this.operators = operators;
        this.revocations = revocations;
        this.policies = policies;
    }

    /** The files by name, for records written from the first time to the last. */
    SortedMap<String, byte[]> files(Instant first, Instant last) {
        var files = new TreeMap<String, byte[]>();
        policies(first, last)
                .forEach(policy -> files.put("policy/" + policy.version() + ".yaml", bytes(policy.yaml())));
        files.put("trust/operators.json", operators.bytes());
        files.put("trust/statements.jsonl", bytes(statements(last)));
        files.put("trust/revocations.json", revocations());
        files.put("trust/revocation-lists.jsonl", revocations.importedBytes());
        return files;
    }

    /** Every one that was in force then: the newest from before, and those that came meanwhile. */
    private List<PolicyVersion> policies(Instant first, Instant last) {
        var until = policies.versions().stream()
                .filter(policy -> !policy.at().isAfter(last))
                .toList();
        var before = until.stream()
                .filter(policy -> policy.at().isBefore(first))
                .max(Comparator.comparing(PolicyVersion::version));
        return Stream.concat(
                        before.stream(),
                        until.stream().filter(policy -> !policy.at().isBefore(first)))
                .toList();
    }

    private String statements(Instant last) {
        var text = new StringBuilder();
        ledger.read().stream()
                .filter(consent -> !consent.at().isAfter(last))
                .filter(InForce::isOfTrust)
                .map(Consented::envelope)
                .filter(Predicate.not(InForce::isPart))
                .forEach(envelope -> text.append(envelope).append('\n'));
        return text.toString();
    }

    private static boolean isOfTrust(Consented consent) {
        var action = consent.action();
        int dot = action.indexOf('.');
        return ACTIONS.contains(action)
                || dot > 0 && AREAS.contains(action.substring(0, dot))
                || consent.object().startsWith("plugin:")
                || consent.object().equals(Statement.SEVERAL);
    }

    /** What a statement decides about one of several is in that statement. */
    private static boolean isPart(String envelope) {
        return !envelope.startsWith("{");
    }

    private byte[] revocations() {
        var json = StrictJson.provider();
        var entries = json.createArrayBuilder();
        for (Decided decided : revocations.decided()) {
            var entry = decided.entry();
            entries.add(json.createObjectBuilder()
                    .add("id", entry.id())
                    .add("kind", entry.kind().label())
                    .add("value", entry.value())
                    .add("mode", entry.mode().label())
                    .add("reason", entry.reason())
                    .add("effectiveAt", entry.effectiveAt().toString())
                    .add("list", decided.list())
                    .add("by", decided.by())
                    .add(
                            "lifted",
                            decided.lift().map(lift -> lift.from().toString()).orElse("")));
        }
        return Canonical.bytes(json.createObjectBuilder()
                .add("version", revocations.read().version())
                .add("entries", entries)
                .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.polar.host.consent;

import dev.polar.host.audit.Positions;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of what an operator signed when their key stops to count. Without a word about theft all of it stays. If
 * the key was stolen, everything is void that it gave since then, and everything given by whom it made an operator; what
 * it took away stays taken away.
 *
 * @param dropped other operators who go too, for a void statement made them
 */
record Departure(List<Consented> kept, List<Consented> voided, Set<String> dropped) {
    /** What can only take away. */
    private static final Set<String> TAKES = Set.of(
            "revoke",
            "disable",
            "uninstall",
            "unstage",
            "deny",
            "trust.remove",
            "client.remove",
            "secret.remove",
            "revocations.import",
            "revocations.refresh",
            RemovingOperator.ACTION);

    /** One whose key was not stolen. */
    static Departure of(String name, List<Consented> consents) {
        return new Departure(signed(name, consents), List.of(), Set.of());
    }

    /** One whose key was in other hands since then. */
    static Departure stolen(String name, List<Consented> consents, Instant since, Operators operators, Positions log) {
        var voided = new ArrayList<Consented>();
        var dropped = new TreeSet<String>();
        signed(name, consents).stream()
                .filter(consent -> gives(consent.statement()) && isSince(consent, since, log))
                .forEach(voided::add);
        for (int i = 0; i < voided.size(); i++) {
            var consent = voided.get(i);
            made(consent, operators, name).ifPresent(other -> {
                dropped.add(other);
                signed(other, consents.subList(consents.indexOf(consent) + 1, consents.size())).stream()
                        .filter(theirs -> gives(theirs.statement()) && !voided.contains(theirs))
                        .forEach(voided::add);
            });
        }
        return new Departure(
                signed(name, consents).stream()
                        .filter(consent -> !voided.contains(consent))
                        .toList(),
                voided,
                dropped);
    }

    private static Optional<String> made(Consented consent, Operators operators, String thief) {
        return switch (consent.action()) {
            case AddingOperator.ACTION, ReplacingOperator.REPLACE ->
                operators.all().stream()
                        .filter(operator -> !operator.name().equals(thief)
                                && operator.key()
                                        .equals(Operator.key(consent.body().getString("key"))))
                        .map(Operator::name)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static List<Consented> signed(String name, List<Consented> consents) {
        return consents.stream()
                .filter(consent -> consent.operators().contains(name))
                .toList();
    }

    private static boolean gives(Statement statement) {
        var clauses = statement.clauses();
        return clauses.isEmpty()
                ? !TAKES.contains(statement.action())
                : clauses.stream().anyMatch(clause -> !TAKES.contains(clause.action()));
    }

    /** Plans live an hour: only what was planned in the hour before may have been carried out on either side. */
    private static boolean isSince(Consented consent, Instant since, Positions log) {
        return !consent.at().isBefore(since)
                || !consent.at().isBefore(since.minus(Consents.LIFE))
                        && !log.carriedOutBefore(since, consent.digest().toString());
    }

    JsonObjectBuilder json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("kept", kept.size())
                .add("void", StrictJson.provider().createArrayBuilder(FormerOperator.texts(digests())))
                .add("dropped", StrictJson.provider().createArrayBuilder(dropped));
    }

    List<String> notes() {
        var notes = new ArrayList<String>();
        notes.add(kept.size() + " statements of theirs still count");
        voided.forEach(
                consent -> notes.add("void: " + consent.action() + " " + consent.object() + " (" + consent.at() + ")"));
        dropped.forEach(other -> notes.add("goes too: operator " + other));
        return notes;
    }

    private Set<Digest> digests() {
        return voided.stream().map(Consented::digest).collect(Collectors.toSet());
    }

    static Set<Digest> voided(JsonObject body) {
        return FormerOperator.digests(body, "void");
    }

    static Set<String> dropped(JsonObject body) {
        return body.getJsonArray("dropped").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }
}

package dev.polar.host.consent;

import dev.polar.host.audit.Positions;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
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
            "approval.revoke",
            "trust.remove",
            "client.remove",
            "secret.remove",
            ChangingTokens.REMOVE,
            "revocations.import",
            "revocations.refresh",
            RemovingOperator.ACTION);

    /** When a statement's record is written at the latest: plans live an hour. */
    private static final Duration RECORDED = Consents.LIFE.plusMinutes(30);

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
            var after = consents.subList(consents.indexOf(consent) + 1, consents.size());
            made(consent, operators, name).ifPresent(other -> {
                dropped.add(other);
                voidAlso(signed(other, after), voided);
            });
            voidAlso(madeAndGone(consent, operators, after), voided);
        }
        return new Departure(
                signed(name, consents).stream()
                        .filter(consent -> !voided.contains(consent))
                        .toList(),
                voided,
                dropped);
    }

    private static void voidAlso(List<Consented> theirs, List<Consented> voided) {
        theirs.stream()
                .filter(consent -> gives(consent.statement()) && !voided.contains(consent))
                .forEach(voided::add);
    }

    private static Optional<String> made(Consented consent, Operators operators, String thief) {
        return given(consent)
                .flatMap(key -> operators.all().stream()
                        .filter(operator ->
                                !operator.name().equals(thief) && operator.key().equals(key))
                        .map(Operator::name)
                        .findFirst());
    }

    /** What somebody signed who has gone since: their name may be another's by now, their statements are pinned. */
    private static List<Consented> madeAndGone(Consented consent, Operators operators, List<Consented> after) {
        return given(consent).stream()
                .flatMap(key -> operators.pinned().former().stream()
                        .filter(former -> former.operator().key().equals(key)))
                .flatMap(former -> after.stream().filter(theirs -> former.kept().contains(theirs.digest())))
                .toList();
    }

    /** The key that a statement made an operator's. */
    private static Optional<PublicKey> given(Consented consent) {
        return switch (consent.action()) {
            case AddingOperator.ACTION, ReplacingOperator.REPLACE ->
                Optional.of(Operator.key(consent.body().getString("key")));
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

    /** What says that it is older was, only if the log says so too: whoever has the key signs any time they like. */
    private static boolean isSince(Consented consent, Instant since, Positions log) {
        var recorded = consent.at().plus(RECORDED);
        return !consent.at().isBefore(since)
                || !log.carriedOutBefore(
                        recorded.isBefore(since) ? recorded : since,
                        consent.digest().toString());
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

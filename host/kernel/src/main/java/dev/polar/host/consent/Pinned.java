package dev.polar.host.consent;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands in the file of operators.
 *
 * @param recovery the key that can only give an operator another key
 * @param followed the statements about operators that led here, so that none works twice
 */
record Pinned(
        List<Operator> operators, List<FormerOperator> former, Optional<PublicKey> recovery, Set<Digest> followed) {
    static final Pinned NOBODY = new Pinned(List.of(), List.of(), Optional.empty(), Set.of());

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(64 << 20);

    Pinned {
        operators = List.copyOf(operators);
        former = List.copyOf(former);
        followed = Set.copyOf(followed);
    }

    Optional<Operator> named(String name) {
        return operators.stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst();
    }

    /** As {@link #named}, or who had that name last. */
    Optional<Operator> everNamed(String name) {
        return named(name)
                .or(() -> former.reversed().stream()
                        .map(FormerOperator::operator)
                        .filter(operator -> operator.name().equals(name))
                        .findFirst());
    }

    /** Whether anybody has, or had, that key. */
    boolean knows(PublicKey key) {
        return recovery.filter(key::equals).isPresent()
                || Stream.concat(operators.stream(), former.stream().map(FormerOperator::operator))
                        .anyMatch(operator -> operator.key().equals(key));
    }

    Pinned with(Operator operator, Optional<PublicKey> recoveredWith) {
        var more = new ArrayList<>(operators);
        more.add(operator);
        return new Pinned(more, former, recovery.or(() -> recoveredWith), followed);
    }

    /** Without these operators; what each of them signed and is not void still counts. */
    Pinned without(Set<String> names, Set<Digest> voided, List<Consented> before) {
        var gone = new ArrayList<>(former);
        operators.stream()
                .filter(operator -> names.contains(operator.name()))
                .forEach(operator -> gone.add(new FormerOperator(operator, signed(operator.name(), before), Set.of())));
        return new Pinned(
                operators.stream()
                        .filter(operator -> !names.contains(operator.name()))
                        .toList(),
                gone.stream().map(one -> one.without(voided)).toList(),
                recovery,
                followed);
    }

    Pinned followed(Digest statement) {
        var more = new HashSet<>(followed);
        more.add(statement);
        return new Pinned(operators, former, recovery, more);
    }

    private static Set<Digest> signed(String name, List<Consented> before) {
        var digests = new HashSet<Digest>();
        before.stream()
                .filter(consent -> consent.operators().contains(name))
                .forEach(consent -> digests.add(consent.digest()));
        return digests;
    }

    byte[] bytes() {
        var json = StrictJson.provider().createObjectBuilder();
        var list = StrictJson.provider().createArrayBuilder();
        operators.forEach(operator -> list.add(operator.json()));
        json.add("operators", list);
        var gone = StrictJson.provider().createArrayBuilder();
        former.forEach(one -> gone.add(one.json()));
        json.add("former", gone);
        json.add("followed", StrictJson.provider().createArrayBuilder(FormerOperator.texts(followed)));
        recovery.ifPresent(key -> json.add("recovery", Base64.getEncoder().encodeToString(key.raw())));
        return Canonical.bytes(json.build());
    }

    /** Reads the file; one of the first version has only the operators. */
    static Pinned parse(byte[] bytes) {
        var json = StrictJson.object(bytes, LIMITS);
        var former = Optional.ofNullable(json.getJsonArray("former")).orElse(JsonArray.EMPTY_JSON_ARRAY);
        return new Pinned(
                json.getJsonArray("operators").getValuesAs(JsonObject.class).stream()
                        .map(Operator::of)
                        .toList(),
                former.getValuesAs(JsonObject.class).stream()
                        .map(FormerOperator::of)
                        .toList(),
                json.containsKey("recovery") ? Optional.of(Operator.key(json.getString("recovery"))) : Optional.empty(),
                json.containsKey("followed") ? FormerOperator.digests(json, "followed") : Set.of());
    }
}

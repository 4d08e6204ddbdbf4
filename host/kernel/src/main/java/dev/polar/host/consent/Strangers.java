package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/** Operators who are pinned otherwise than anybody consented to: the file was written past Polar. */
final class Strangers {
    private Strangers() {}

    /** {@code TRUST_TAMPERED} for each. */
    static List<Refusal> among(List<Operator> pinned, List<Consented> consents) {
        var roles = new HashMap<String, OperatorRole>();
        consents.stream()
                .filter(consent -> consent.action().equals(AddingOperator.ACTION))
                .map(consent -> Operator.of(consent.body()))
                .forEach(added -> roles.put(added.name(), added.role()));
        var keys = consents.stream()
                .map(consent -> Operator.key(consent.body().getString("key")))
                .toList();
        return pinned.stream()
                .flatMap(operator -> {
                    if (!keys.contains(operator.key())) {
                        return Stream.of(stranger(operator, "is pinned and no consent says why"));
                    }
                    var role = roles.getOrDefault(operator.name(), operator.role());
                    return role == operator.role()
                            ? Stream.of()
                            : Stream.of(stranger(
                                    operator,
                                    "is pinned as " + operator.role().label() + ", and consented to as "
                                            + role.label()));
                })
                .toList();
    }

    private static Refusal stranger(Operator operator, String what) {
        return new Refusal(
                Code.TRUST_TAMPERED,
                "operator '" + operator.name() + "' " + what,
                "if nobody knows of that: polar operator remove " + operator.name());
    }
}

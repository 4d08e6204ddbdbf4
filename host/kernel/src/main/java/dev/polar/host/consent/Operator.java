package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A person, or named automation, whose signature is consent to what their role allows.
 *
 * @param may the only actions that automation may consent to, as far as its role does; a person has no such list
 */
public record Operator(String name, PublicKey key, OperatorRole role, Optional<SortedSet<String>> may) {
    /** What lets automation sign packages of this installation's own. */
    public static final String PACK = "pack";

    /** A person who may consent to everything. */
    public Operator(String name, PublicKey key) {
        this(name, key, OperatorRole.OPERATOR, Optional.empty());
    }

    public boolean person() {
        return may.isEmpty();
    }

    /** Whether it is somebody who may consent to everything. */
    public boolean whole() {
        return person() && role == OperatorRole.OPERATOR;
    }

    /** Whether its packages are this installation's own. */
    public boolean packs() {
        return role.packs() && may.map(actions -> actions.contains(PACK)).orElse(true);
    }

    /** The same person or automation with another key. */
    Operator with(PublicKey other) {
        return new Operator(name, other, role, may);
    }

    /** Whether its signature may count under that statement at all. */
    boolean may(Statement statement) {
        if (!role.consents(statement.action())
                || !statement.clauses().stream().allMatch(clause -> role.consents(clause.action()))) {
            return false;
        }
        if (statement.action().equals(ReplacingOperator.REPLACE)) {
            return person() && !name.equals(statement.body().getString("name", ""));
        }
        return may.map(actions -> actions.contains(statement.action())
                        && statement.clauses().stream().allMatch(clause -> actions.contains(clause.action()))
                        && Quorum.of(statement) == 1)
                .orElse(true);
    }

    /**
     * {@code {"name", "key"}}, the key's 32 raw bytes in base64, {@code "role"} unless it is an operator, and {@code "may"}
     * for automation.
     */
    JsonObject json() {
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("key", Base64.getEncoder().encodeToString(key.raw()));
        if (role != OperatorRole.OPERATOR) {
            json.add("role", role.label());
        }
        may.ifPresent(actions -> json.add("may", StrictJson.provider().createArrayBuilder(actions)));
        return json.build();
    }

    static Operator of(JsonObject json) {
        try {
            var may = Optional.ofNullable(json.getJsonArray("may"))
                    .map(actions -> actions.getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .collect(Collectors.<String, SortedSet<String>>toCollection(TreeSet::new)));
            var role = OperatorRole.named(json.getString("role", OperatorRole.OPERATOR.label()));
            return new Operator(json.getString("name"), key(json.getString("key")), role, may);
        } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new Refusal(Code.KEY_INVALID, "an operator has a name and a key", "polar key new --operator");
        }
    }

    static PublicKey key(String base64) {
        return PublicKey.checked(Base64.getDecoder().decode(base64));
    }
}

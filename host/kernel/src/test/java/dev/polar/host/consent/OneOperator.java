package dev.polar.host.consent;

import dev.polar.trust.key.PublicKey;
import java.nio.file.Path;

/** Operators of an installation that has one. */
public final class OneOperator {
    private OneOperator() {}

    public static Operators called(String name, PublicKey key, Path data) {
        var operators = Operators.in(data);
        operators.pin(new Operator(name, key));
        return operators;
    }
}

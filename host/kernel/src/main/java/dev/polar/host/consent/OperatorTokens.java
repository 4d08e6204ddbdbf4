package dev.polar.host.consent;

import dev.polar.adminapi.OperatorToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which token shows who is at the door. It is a statement like any other that gives an operator one, under the hash of the
 * token and the key they had then: with another key, or gone, they need another. A token lets somebody in and is nobody's
 * consent.
 */
public final class OperatorTokens {
    private final Ledger ledger;
    private final Operators operators;
    private final InstantSource clock;
    private volatile Folded folded = new Folded(List.of(), List.of());

    /** One that was given out; the last one an operator was given is the one that counts. */
    public record Known(String operator, String key, String hash, Instant expiresAt) {
        private static Known of(Consented consent) {
            var body = consent.body();
            return new Known(
                    body.getString("operator"),
                    body.getString("key"),
                    body.getString("hash"),
                    consent.at().plus(Duration.ofDays(body.getInt("days"))));
        }
    }

    private record Folded(List<Consented> from, List<Known> tokens) {}

    public OperatorTokens(Ledger ledger, Operators operators, InstantSource clock) {
        this.ledger = ledger;
        this.operators = operators;
        this.clock = clock;
    }

    /** The operator who holds that token, as they are now. */
    public Optional<Operator> holder(String token) {
        if (!OperatorToken.is(token)) {
            return Optional.empty();
        }
        var hash = new OperatorToken(token).hash();
        return tokens().stream()
                .filter(known -> known.hash().equals(hash))
                .findFirst()
                .flatMap(this::holder);
    }

    /** Until when that operator's token is good; empty if they have none. */
    public Optional<Instant> until(Operator operator) {
        return tokens().stream()
                .filter(known -> holder(known).filter(operator::equals).isPresent())
                .map(Known::expiresAt)
                .findFirst();
    }

    private Optional<Operator> holder(Known token) {
        return operators.all().stream()
                .filter(operator -> operator.name().equals(token.operator())
                        && operator.key().id().hex().equals(token.key())
                        && clock.instant().isBefore(token.expiresAt())
                        && !ledger.isWithdrawn(operator.key().id()))
                .findFirst();
    }

    /** From what was read last; the list is the very same until something changes. */
    private List<Known> tokens() {
        var consents = ledger.known();
        var last = folded;
        if (last.from() == consents) {
            return last.tokens();
        }
        var byName = new TreeMap<String, Known>();
        for (var consent : consents) {
            switch (consent.action()) {
                case ChangingTokens.ADD -> byName.put(consent.body().getString("operator"), Known.of(consent));
                case ChangingTokens.REMOVE -> byName.remove(consent.body().getString("operator"));
                default -> {} // about something else
            }
        }
        folded = new Folded(consents, List.copyOf(byName.values()));
        return folded.tokens();
    }
}

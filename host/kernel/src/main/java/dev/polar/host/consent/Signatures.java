package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Who signed a statement.
 *
 * @param installation the only one whose statements are read
 */
public record Signatures(String installation, Operators operators) {

    /**
     * The statement in an envelope and the operators who signed it. As long as nobody is pinned, the statement that adds
     * the first operator is signed with the very key it adds.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code REQUEST_INVALID} or {@code OPERATOR_UNKNOWN}
     */
    Signed verify(String text) {
        var envelope = Envelope.parse(text.getBytes(StandardCharsets.UTF_8));
        if (!envelope.payloadType().equals(Statement.TYPE)) {
            throw new Refusal(
                    Code.SIGNATURE_INVALID,
                    "a consent is an envelope of type " + Statement.TYPE,
                    "sign the statement of a plan; nothing else counts");
        }
        var statement = Statement.parse(envelope.payload());
        if (!statement.installation().equals(installation)) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the statement is meant for installation " + statement.installation(),
                    "ask this host for a plan");
        }
        var eligible = operators.all().isEmpty() ? founder(statement) : operators.all();
        var keys = Dsse.signers(envelope, eligible.stream().map(Operator::key).toList());
        var signers = eligible.stream()
                .filter(operator -> keys.contains(operator.key().id()))
                .sorted(Comparator.comparing(Operator::name))
                .toList();
        if (signers.isEmpty()) {
            throw new Refusal(
                    Code.OPERATOR_UNKNOWN,
                    "no operator of this installation signed that",
                    "use an enrolled operator's key: --key-file or POLAR_OPERATOR_KEY");
        }
        return new Signed(signers, statement, envelope);
    }

    private static List<Operator> founder(Statement statement) {
        return statement.action().equals(AddingOperator.ACTION) ? List.of(Operator.of(statement.body())) : List.of();
    }

    /** A statement and all operators who signed it. */
    record Signed(List<Operator> operators, Statement statement, Envelope envelope) {
        List<String> names() {
            return operators.stream().map(Operator::name).toList();
        }

        /** The envelope on one line. */
        String text() {
            return new String(envelope.bytes(), StandardCharsets.UTF_8);
        }
    }
}

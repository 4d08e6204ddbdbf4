package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who signed a statement.
 *
 * @param installation the only one whose statements are read
 */
public record Signatures(String installation, Operators operators) {

    /**
     * As {@link #verify}, for what is to count from now on: only who is an operator now.
     *
     * @throws Refusal also {@code OPERATOR_REQUIRED} if who signed may not consent to that
     */
    Signed accept(String text) {
        return signed(text, List.of());
    }

    /**
     * The statement in an envelope and the operators who signed it. As long as nobody is pinned, the statement that adds
     * the first operator is signed with the very key it adds. What former
     * operators signed in their time still counts.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code REQUEST_INVALID}, {@code OPERATOR_UNKNOWN} or {@code OPERATOR_REQUIRED}
     */
    Signed verify(String text) {
        return signed(text, operators.pinned().former());
    }

    /** What an envelope says that was verified before. */
    static Statement statement(String verified) {
        return Statement.parse(
                Envelope.parse(verified.getBytes(StandardCharsets.UTF_8)).payload());
    }

    private Signed signed(String text, List<FormerOperator> former) {
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
        var digest = statement.digest();
        var eligible = Stream.concat(
                        present(statement).stream(),
                        former.stream()
                                .filter(one -> one.kept().contains(digest) || takenBack(statement))
                                .map(FormerOperator::operator))
                .toList();
        var signers = signers(envelope, eligible);
        var voided = signers(
                envelope,
                former.stream()
                        .filter(one -> one.voided().contains(digest))
                        .map(FormerOperator::operator)
                        .toList());
        if (signers.isEmpty() && voided.isEmpty()) {
            throw new Refusal(
                    Code.OPERATOR_UNKNOWN,
                    "no operator of this installation signed that",
                    "use an enrolled operator's key: --key-file or POLAR_OPERATOR_KEY");
        }
        var may = signers.stream().filter(operator -> operator.may(statement)).toList();
        if (may.isEmpty() && voided.isEmpty()) {
            throw new Refusal(
                    Code.OPERATOR_REQUIRED,
                    "operator '" + signers.getFirst().name() + "' may not consent to " + statement.action(),
                    instead(signers.getFirst()));
        }
        return new Signed(may, statement, envelope, !voided.isEmpty());
    }

    private static String instead(Operator operator) {
        return switch (operator.role()) {
            case OPERATOR ->
                operator.person()
                        ? "another operator has to, or the recovery key: polar operator recover"
                        : "a person has to; 'polar operator list' shows what automation may consent to";
            case APPROVER, AUDITOR, AUTHOR ->
                "an operator has to; an " + operator.role().label() + " "
                        + operator.role().reach();
        };
    }

    private List<Operator> present(Statement statement) {
        if (statement.action().equals(ReplacingOperator.RECOVER)) {
            return operators.pinned().recovery().map(key -> new Operator(Operators.RECOVERY, key)).stream()
                    .toList();
        }
        return operators.all().isEmpty() ? founder(statement) : operators.all();
    }

    /** A revocation that was taken while the database was silent holds, whoever went since; nothing comes along with it. */
    private static boolean takenBack(Statement statement) {
        return statement.action().equals("revoke") && !statement.object().equals(Statement.SEVERAL);
    }

    private static List<Operator> signers(Envelope envelope, List<Operator> eligible) {
        var keys = Dsse.signers(envelope, eligible.stream().map(Operator::key).toList());
        return eligible.stream()
                .filter(operator -> keys.contains(operator.key().id()))
                .sorted(Comparator.comparing(Operator::name))
                .distinct()
                .toList();
    }

    private static List<Operator> founder(Statement statement) {
        return statement.action().equals(AddingOperator.ACTION) ? List.of(Operator.of(statement.body())) : List.of();
    }

    /**
     * A statement and all operators who signed it.
     *
     * @param voided whether it was taken back because a key was stolen
     */
    record Signed(List<Operator> operators, Statement statement, Envelope envelope, boolean voided) {
        List<String> names() {
            return operators.stream().map(Operator::name).distinct().toList();
        }

        /** The envelope on one line. */
        String text() {
            return new String(envelope.bytes(), StandardCharsets.UTF_8);
        }
    }
}

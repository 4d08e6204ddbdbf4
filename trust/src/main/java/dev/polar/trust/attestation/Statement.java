package dev.polar.trust.attestation;

import dev.polar.spi.Refusal;

/** What an envelope of a package says: an in-toto Statement v1 (https://in-toto.io/Statement/v1). */
public sealed interface Statement permits PackageStatement, ReviewStatement, OtherStatement {
    /** The payload type of an envelope that holds one; nothing else counts as an attestation. */
    String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** The {@code _type} of every statement. */
    String TYPE = "https://in-toto.io/Statement/v1";

    /** What the subjects are said to be. */
    String predicateType();

    /**
     * Reads the payload of an envelope; pass the bytes that were verified, never a second copy of them. Unknown keys of
     * statement and predicate are ignored.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}
     */
    static Statement parse(byte[] payload) {
        var fields = Fields.parse(payload, "statement");
        if (!fields.text("_type").equals(TYPE)) {
            throw fields.wrong("'_type' is not " + TYPE);
        }
        var predicateType = fields.text("predicateType");
        return switch (predicateType) {
            case PackageStatement.PREDICATE_TYPE -> PackageStatement.of(fields);
            case ReviewStatement.PREDICATE_TYPE -> ReviewStatement.of(fields);
            default -> new OtherStatement(predicateType);
        };
    }
}

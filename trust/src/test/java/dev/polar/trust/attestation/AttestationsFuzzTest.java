package dev.polar.trust.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;

/**
 * Whatever bytes come: they are read in one way, or refused with the one code. Starts from the files beside it in the
 * resources; one method at a time fuzzes with {@code JAZZER_FUZZ=1}.
 */
class AttestationsFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void attestations_are_read_in_one_way_or_refused(byte[] bytes) {
        try {
            var read = Attestations.parse(bytes);
            assertEquals(read, Attestations.parse(read.bytes()));
        } catch (Refusal refusal) {
            assertEquals(Code.SIGNATURE_INVALID, refusal.code());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void statements_are_read_in_one_way_or_refused(byte[] bytes) {
        try {
            switch (Statement.parse(bytes)) {
                case PackageStatement statement -> assertEquals(statement, Statement.parse(statement.payload()));
                case ReviewStatement review -> assertEquals(review, Statement.parse(review.payload()));
                case OtherStatement other -> {}
            }
        } catch (Refusal refusal) {
            assertEquals(Code.SIGNATURE_INVALID, refusal.code());
        }
    }
}

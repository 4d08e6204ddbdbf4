package dev.polar.trust.packages;

import static dev.polar.trust.packages.Sample.ACME;
import static dev.polar.trust.packages.Sample.keyring;
import static dev.polar.trust.packages.Sample.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import dev.polar.trust.container.Entry;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever single bit is changed, nothing that was not signed gets in. */
class MutatedPackageTest {
    private final byte[] file = signed(ACME);
    private final List<Entry> signed = contents(PackageVerification.verify(file, keyring()));

    @Test
    void a_flipped_bit_of_the_file_is_refused_or_touches_nothing_that_was_signed() {
        int survived = 0;
        for (int i = 0; i < file.length; i++) {
            survived += survives(flipped(file, i)) ? 1 : 0;
        }
        // What strict ZIP ignores in the central directory: internal attributes, permissions, who made the entry.
        assertTrue(survived < file.length / 20, survived + " of " + file.length + " mutants survived");
    }

    @Test
    void a_flipped_bit_of_the_attestations_is_refused_or_touches_nothing_that_was_signed() {
        var attestations = PackageFile.open(file).attestations().orElseThrow().bytes();
        int survived = 0;
        for (int i = 0; i < attestations.length; i++) {
            survived += survives(Sample.withAttestations(Sample.files(), flipped(attestations, i))) ? 1 : 0;
        }
        assertTrue(survived < 80, survived + " mutants survived, and only a key id may be anything");
    }

    private boolean survives(byte[] mutant) {
        try {
            assertEquals(signed, contents(PackageVerification.verify(mutant, keyring())));
            return true;
        } catch (Refusal refusal) {
            assertFalse(refusal.hint().isBlank(), () -> refusal.code() + " says what to do next");
            return false;
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var mutant = bytes.clone();
        mutant[at] ^= (byte) (1 << at % 8);
        return mutant;
    }

    private static List<Entry> contents(VerifiedPackage verified) {
        return verified.archive().entries().stream()
                .filter(entry -> verified.entries().containsKey(entry.name()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }
}

package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;

/**
 * Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1 mvn -pl trust -am test -Djazzer.hooks=true
 * -Dtest=StrictZipFuzzTest}.
 */
class StrictZipFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void bytes_are_an_archive_or_a_refusal(byte[] file) {
        try {
            var archive = StrictZip.read(file);
            assertEquals(archive, StrictZip.read(StrictZip.write(archive.entries())));
        } catch (Refusal refusal) {
            assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        }
    }
}

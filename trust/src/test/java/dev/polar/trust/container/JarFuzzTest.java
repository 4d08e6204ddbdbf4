package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Set;

/** As {@link StrictZipFuzzTest}, for the second profile and the repacking behind it. */
class JarFuzzTest {
    private static final Wiring WIRING = new Wiring(Set.of("dev.polar.spi"), Set.of(), Set.of());

    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_jar_that_repacks_to_itself_or_a_refusal(byte[] file) {
        try {
            var repacked = JarRepack.bundle(StrictZip.readJar(file), WIRING).bytes();
            assertArrayEquals(
                    repacked,
                    JarRepack.bundle(StrictZip.readJar(repacked), WIRING).bytes());
        } catch (Refusal refusal) {
            assertTrue(Set.of(Code.CONTAINER_MALFORMED, Code.CODE_FORBIDDEN).contains(refusal.code()));
        }
    }
}

package dev.polar.trust.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class LockFuzzTest {
    static Stream<byte[]> locks() {
        return Stream.of(
                        LockTest.TEXT, "{}", "{\"lock\":1,\"plugins\":[]}", LockTest.TEXT.replace("sha256:", "\\u0000"))
                .map(s -> s.getBytes(UTF_8));
    }

    @MethodSource("locks")
    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_lock_that_writes_and_reads_back_or_are_refused_with_their_place(byte[] bytes) {
        try {
            var lock = Lock.parse("polar.lock", bytes);
            assertEquals(lock, Lock.parse("polar.lock", lock.toBytes()));
        } catch (Refusal why) {
            assertEquals(Code.LOCK_INVALID, why.code());
            assertTrue(Integer.parseInt(why.details().get("line")) > 0, why::getMessage);
            assertTrue(Integer.parseInt(why.details().get("column")) > 0, why::getMessage);
        }
    }
}

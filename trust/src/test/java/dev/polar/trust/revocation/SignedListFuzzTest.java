package dev.polar.trust.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class SignedListFuzzTest {
    static Stream<byte[]> lists() {
        return Stream.of(
                        SignedListTest.TEXT,
                        "{}",
                        SignedListTest.TEXT.replace("2026", "\\u0032026"),
                        SignedListTest.TEXT.replace("acme", ""))
                .map(text -> text.getBytes(UTF_8));
    }

    @MethodSource("lists")
    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_list_that_writes_and_reads_back_or_are_refused_with_their_place(byte[] bytes) {
        try {
            var list = SignedList.parse(bytes);
            assertEquals(list, SignedList.parse(list.payload()));
        } catch (Refusal why) {
            assertEquals(Code.REVOCATIONS_INVALID, why.code());
            assertTrue(Integer.parseInt(why.details().get("line")) > 0, why::getMessage);
        }
    }
}

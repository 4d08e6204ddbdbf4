package dev.polar.trust.permission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class PermissionFuzzTest {
    static Stream<byte[]> texts() {
        return Stream.of(
                        "net.connect([2001:db8::1]:443) limit 3/hour",
                        "net.connect(*.a.example:*)",
                        "schedule.every(PT1H30M)",
                        "channel.send(web:*:*)",
                        "(")
                .map(s -> s.getBytes(UTF_8));
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "3m")
    void a_text_is_a_permission_that_prints_alike_or_is_refused(byte[] bytes) {
        var text = new String(bytes, UTF_8);
        try {
            var permission = Permission.parse(text);
            assertEquals(text, permission.toString());
            assertTrue(permission.covers(permission));
        } catch (Refusal why) {
            assertEquals(Code.PERMISSION_INVALID, why.code());
        }
    }
}

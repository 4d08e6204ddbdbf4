package dev.polar.trust.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Locale;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryKeyTest {
    @RepeatedTest(20)
    void what_was_written_down_is_the_same_key() {
        var key = SigningKey.generate();
        var text = RecoveryKey.write(key);
        assertTrue(text.matches("([a-z2-7]{4} ){13}[a-z2-7]{4}"), text);
        var read = RecoveryKey.read(" " + text.toUpperCase(Locale.ROOT).replace(" ", "-") + "\n");
        assertEquals(key.publicKey(), read.publicKey());
        assertArrayEquals(key.sign(new byte[3]), read.sign(new byte[3]));
    }

    @Test
    void one_wrong_letter_is_noticed() {
        var text = RecoveryKey.write(SigningKey.generate());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                var wrong = text.substring(0, i) + (text.charAt(i) == 'a' ? 'b' : 'a') + text.substring(i + 1);
                assertEquals(
                        Code.KEY_INVALID,
                        assertThrows(Refusal.class, () -> RecoveryKey.read(wrong))
                                .code());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd",
                "-----BEGIN PRIVATE KEY-----",
                "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaa!"
            })
    void anything_else_is_no_recovery_key(String text) {
        assertEquals(
                Code.KEY_INVALID,
                assertThrows(Refusal.class, () -> RecoveryKey.read(text)).code());
    }
}

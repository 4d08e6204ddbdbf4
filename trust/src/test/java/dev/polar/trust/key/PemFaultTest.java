package dev.polar.trust.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFaultTest {
    private static final String PEM = SigningKey.generate().publicKey().toPem();

    /** What is replaced by what, and the line, the column, and words of message and hint. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -----BEGIN PUBLIC KEY----- | -----BEGIN PUBLIC KEY---   | 1 | 1  | first line  | -----BEGIN PUBLIC KEY-----
            -----BEGIN PUBLIC KEY----- | ----BEGIN PUBLIC KEY-----  | 1 | 1  | first line  | -----BEGIN PUBLIC KEY-----
            -----BEGIN PUBLIC KEY----- | ---- BEGIN PUBLIC KEY ---- | 1 | 1  | first line  | -----BEGIN PUBLIC KEY-----
            -----BEGIN PUBLIC KEY----- | "BEGIN PUBLIC KEY"         | 1 | 1  | first line  | its source
            -----BEGIN PUBLIC KEY----- | ssh-ed25519 AAAA           | 1 | 1  | OpenSSH     | polar key new
            -----BEGIN PUBLIC KEY----- | ""                         | 3 | 1  | first line  | ""
            MCow                       | MC-ow                      | 2 | 3  | not base64  | its source
            MCow                       | MC_ow                      | 2 | 3  | not base64  | its source
            MCow                       | MCowx                      | 3 | 1  | cut off     | its source
            -----END PUBLIC KEY-----   | -----END PUBLC KEY-----    | 3 | 1  | last line   | -----END PUBLIC KEY-----
            -----END PUBLIC KEY-----   | ""                         | 3 | 1  | no end      | its source
            """)
    void what_is_no_pem_is_named_with_its_place_and_what_was_meant(
            String there, String instead, int line, int column, String what, String hint) {
        var why = assertThrows(Refusal.class, () -> PublicKey.ofPem(PEM.replace(there, instead)));
        assertEquals(Code.KEY_INVALID, why.code());
        var place = "line " + why.details().get("line") + ", column "
                + why.details().get("column");
        assertEquals("line " + line + ", column " + column, place, why::getMessage);
        assertTrue(why.getMessage().startsWith(place), why::getMessage);
        assertTrue(why.getMessage().contains(what), why::getMessage);
        assertTrue(why.hint().contains(hint), why::hint);
    }

    @Test
    void a_file_is_named_in_front_of_the_place(@TempDir Path folder) throws IOException {
        var file = folder.resolve("acme.pub.pem");
        Files.writeString(file, PEM.replace("MCow", "MC*ow"));
        var why = assertThrows(Refusal.class, () -> new KeyFile(file).publicKey());
        assertTrue(why.getMessage().startsWith(file + ": line 2, column 3, at '*ow"), why::getMessage);
        assertEquals(file.toString(), why.details().get("path"));
    }

    @Property(tries = 500)
    void whatever_a_file_holds_it_is_a_key_or_refused_with_a_place(@ForAll String before, @ForAll String inside) {
        var text = before + "\n-----BEGIN PUBLIC KEY-----\n" + inside + "\n-----END PUBLIC KEY-----\n";
        var why = assertThrows(Refusal.class, () -> PublicKey.ofPem(text));
        assertEquals(Code.KEY_INVALID, why.code());
        assertTrue(why.getMessage().length() < 300, why::getMessage);
    }
}

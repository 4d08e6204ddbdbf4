package dev.polar.host.egress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    private static final HostPort API = HostPort.parse("api.example:443").orElseThrow();

    @Test
    void a_real_hello_is_read() throws IOException {
        assertEquals(
                Optional.of("api.example"), hello(Hellos.naming("api.example")).name());
        assertEquals(Optional.empty(), hello(Hellos.naming()).name());
        assertFalse(hello(Hellos.naming("api.example")).hidden());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void a_hello_in_small_records_is_the_same_hello(int size) throws IOException {
        var body = Hellos.body(Hellos.naming("api.example"));
        assertEquals(
                Optional.of("api.example"), hello(Hellos.records(body, size)).name());
    }

    @Test
    void looking_takes_nothing() throws IOException {
        var records = Hellos.join(Hellos.naming("api.example"), Hellos.bytes(23, 3, 3, 0, 1, 9));
        var in = incoming(records);
        var words = new FirstWords(in);
        assertTrue(words.tls());
        words.hello();
        assertEquals(records.length - 6, words.length());
        in.await(records.length);
        assertArrayEquals(records, in.takeAll());
    }

    @Property(tries = 300)
    void a_hello_that_is_cut_short_is_waited_for(@ForAll @IntRange(min = 0, max = 10_000) int at) {
        var whole = Hellos.naming("api.example");
        var part = java.util.Arrays.copyOf(whole, at % whole.length);
        assertThrows(EOFException.class, () -> hello(part));
    }

    @Property(tries = 3_000)
    void whatever_comes_is_a_hello_or_refused(@ForAll byte[] tail, @ForAll @IntRange(min = 0, max = 400) int keep) {
        var body = Hellos.body(Hellos.naming("api.example"));
        var bytes = Hellos.join(java.util.Arrays.copyOf(body, Math.min(keep, body.length)), tail);
        try {
            assertTrue(ClientHello.parse(bytes).name().orElse("").length() <= 253);
        } catch (Malformed expected) {
            assertFalse(expected.getMessage().isEmpty());
        }
    }

    @Property(tries = 2_000)
    void a_flipped_byte_never_breaks_the_reader(
            @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll @IntRange(min = 1, max = 255) int flip) {
        var bytes = Hellos.naming("api.example");
        bytes[at % bytes.length] ^= (byte) flip;
        try {
            hello(bytes);
        } catch (IOException refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }

    @Test
    void what_two_readers_could_understand_differently_is_none() {
        var name = Hellos.serverName("api.example");
        var two = Hellos.extension(
                0,
                Hellos.vector(
                        2,
                        Hellos.join(
                                Hellos.bytes(0),
                                Hellos.vector(2, "api.example".getBytes()),
                                Hellos.bytes(0),
                                Hellos.vector(2, "evil.example".getBytes()))));
        assertDoesNotThrow(() -> hello(Hellos.with(name)));
        for (var bad : new byte[][] {
            Hellos.with(name, name),
            Hellos.with(two),
            Hellos.with(Hellos.extension(0, Hellos.bytes())),
            Hellos.with(Hellos.extension(0, Hellos.join(Hellos.vector(2, Hellos.bytes()), Hellos.bytes(0)))),
            Hellos.with(Hellos.serverName("")),
            Hellos.with(Hellos.extension(
                    0, Hellos.vector(2, Hellos.join(Hellos.bytes(1), Hellos.vector(2, "a".getBytes()))))),
            Hellos.join(Hellos.bytes(22, 3, 1, 0, 0), Hellos.with(name)),
            Hellos.records(Hellos.join(Hellos.body(Hellos.with(name)), Hellos.bytes(0)), 1 << 14),
            Hellos.records(new byte[FirstWords.MOST + 1], 1 << 14),
        }) {
            assertThrows(Malformed.class, () -> hello(bad));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.example:443, api.example, true",
        "api.example:443, API.Example, true",
        "api.example:443, evil.example, false",
        "api.example:443, api.example., false",
        "api.example:443, '', false",
        "a.api.example:443, api.example, false",
        "192.0.2.7:443, '', true",
        "192.0.2.7:443, api.example, false",
        "192.0.2.7:443, 192.0.2.7, false",
        "localhost:443, '', true",
        "localhost:443, localhost, true",
        "localhost:443, evil.example, false",
    })
    void the_name_in_the_hello_is_the_one_that_was_asked_for(String to, String name, boolean fine) throws IOException {
        var hello = hello(name.isEmpty() ? Hellos.with() : Hellos.with(Hellos.serverName(name)));
        var asked = HostPort.parse(to).orElseThrow();
        if (fine) {
            assertDoesNotThrow(() -> HelloRule.require(hello, asked));
        } else {
            var why = assertThrows(Refusal.class, () -> HelloRule.require(hello, asked));
            assertEquals(Code.TLS_REFUSED, why.code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xfe0d, 0xfe0a, 0xfe08, 0xffce})
    void a_hello_within_the_hello_is_refused(int type) throws IOException {
        var hello = hello(Hellos.with(Hellos.serverName("api.example"), Hellos.extension(type, new byte[8])));
        var why = assertThrows(Refusal.class, () -> HelloRule.require(hello, API));
        assertEquals(Code.TLS_REFUSED, why.code());
        assertTrue(why.getMessage().contains("Encrypted Client Hello"), why::getMessage);
    }

    @Test
    void the_second_hello_is_found_behind_what_may_come_before_it() throws IOException {
        var before = Hellos.join(Hellos.bytes(20, 3, 3, 0, 1, 1), Hellos.bytes(23, 3, 3, 0, 2, 7, 7));
        var words = new FirstWords(incoming(Hellos.join(before, Hellos.naming("evil.example"))));
        assertEquals(Optional.of("evil.example"), words.secondHello().name());
    }

    private static ClientHello hello(byte[] bytes) throws IOException {
        var words = new FirstWords(incoming(bytes));
        if (!words.tls()) {
            throw new Malformed("no TLS");
        }
        return words.hello();
    }

    private static Incoming incoming(byte[] bytes) {
        return new Incoming(Channels.newChannel(new ByteArrayInputStream(bytes)), 64 << 10);
    }
}

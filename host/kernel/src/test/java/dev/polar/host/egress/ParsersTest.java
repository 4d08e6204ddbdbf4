package dev.polar.host.egress;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever a child sends is understood in one way or refused; nothing else comes out of a reader. */
class ParsersTest {
    @Property(tries = 3_000)
    void any_bytes_are_socks_or_refused(@ForAll @Size(max = 60) byte[] bytes, @ForAll boolean greeted) {
        var all = greeted ? Hellos.join(Hellos.bytes(5, 1, 0, 5, 1, 0), bytes) : bytes;
        onlyRefused(() -> {
            var to = new Socks(in(all), Channels.newChannel(new ByteArrayOutputStream())).asked();
            assertEquals(to, HostPort.parse(to.toString()).orElseThrow());
        });
    }

    @Property(tries = 2_000)
    void any_bytes_are_a_head_or_refused(@ForAll @Size(max = 200) byte[] bytes) {
        var all = Hellos.join("GET http://a.example/".getBytes(), bytes, "\r\n\r\n".getBytes());
        onlyRefused(() -> {
            var head = Head.read(in(all));
            var again = Head.read(in(Head.bytes(head.first(), head.fields())));
            assertEquals(head, again);
            RequestLine.of(head);
        });
    }

    @Property(tries = 1_000)
    void a_chunked_body_is_read_as_it_was_written(
            @ForAll @Size(max = 5) List<@AlphaChars @StringLength(min = 1, max = 40) String> parts) throws IOException {
        var wire = new StringBuilder();
        parts.forEach(part -> wire.append(Integer.toHexString(part.length()))
                .append("\r\n")
                .append(part)
                .append("\r\n"));
        var out = new StringBuilder();
        var in = in((wire + "0\r\n\r\nnext").getBytes());
        new Body.Chunked().read(in, piece -> out.append(StandardCharsets.US_ASCII.decode(piece)));
        assertEquals(String.join("", parts), out.toString());
        in.await(4);
        assertEquals("next", new String(in.takeAll(), StandardCharsets.US_ASCII));
    }

    @Property(tries = 1_000)
    void any_bytes_are_a_chunked_body_or_refused(@ForAll @Size(max = 100) byte[] bytes) {
        onlyRefused(() -> new Body.Chunked().read(in(bytes), piece -> {}));
    }

    @Property(tries = 500)
    void a_body_of_known_length_ends_there(@ForAll @IntRange(max = 3_000) int length) throws IOException {
        var read = new ArrayList<Integer>();
        var in = in(new byte[length + 7]);
        new Body.Whole(length).read(in, piece -> read.add(piece.remaining()));
        assertEquals(length, read.stream().mapToInt(n -> n).sum());
        in.await(7);
        assertEquals(7, in.available());
    }

    @Example
    void a_chunk_that_lies_about_its_size_is_refused() {
        for (var body : List.of(
                "5\r\nabc\r\n0\r\n\r\n",
                "1\r\nabc",
                "-1\r\n\r\n",
                "0x1\r\na\r\n",
                "1 \u000b\r\na\r\n",
                "0\r\nX: 1\r\n\r\n")) {
            assertThrows(IOException.class, () -> new Body.Chunked().read(in(body.getBytes()), piece -> {}), body);
        }
    }

    @Example
    void what_is_kept_never_grows_past_its_bound() {
        assertThrows(
                Malformed.class,
                () -> Head.read(new Incoming(Channels.newChannel(new ByteArrayInputStream(new byte[1 << 20])), 4_096)));
        assertDoesNotThrow(() -> in(new byte[4_096]).await(4_096));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void onlyRefused(Reading reading) {
        try {
            reading.run();
        } catch (IOException refused) {
            assertTrue(refused.getMessage() != null && !refused.getMessage().isEmpty());
        }
    }

    private static Incoming in(byte[] bytes) {
        return new Incoming(Channels.newChannel(new ByteArrayInputStream(bytes)), 64 << 10);
    }
}

package dev.polar.runtime.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    @Property(tries = 300)
    void lines_are_the_same_however_the_bytes_arrive(
            @ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 50) int chunk)
            throws IOException {
        var text = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int length : lengths) {
            var line = "x".repeat(length);
            text.append(line).append('\n');
            expected.add(length <= 25 ? line : "too long");
        }
        assertEquals(expected, lines(text.toString(), chunk));
    }

    @Test
    void a_last_line_without_its_end_is_not_a_line() throws IOException {
        assertEquals(List.of("a"), lines("a\nb", 10));
        assertEquals(List.of("a"), lines("a\n" + "b".repeat(30), 10));
    }

    @Test
    void a_line_that_does_not_end_is_given_up() throws IOException {
        var reader = new LineReader(endless(), 1_000, 1_000_000);
        assertInstanceOf(Line.Endless.class, reader.next().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"id\":1,\"x\":\"|}}|7",
                "{\"id\": 12 ,\"jsonrpc\":\"2.0\",\"result\":{|]}}|12",
                "{\"result\":{\"id\":3},|\"jsonrpc\":\"2.0\",\"id\":9}|9",
                "{\"result\":{\"id\":3|,\"x\":{\"id\":4}}}|",
                "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{|}}|",
                "noise|noise|"
            })
    void a_line_too_long_still_tells_which_request_it_answers(String head, String tail, Long id) {
        var found = new Line.TooLong(head.getBytes(UTF_8), tail.getBytes(UTF_8)).id();
        assertEquals(id == null ? OptionalLong.empty() : OptionalLong.of(id), found);
    }

    private static List<String> lines(String text, int chunk) throws IOException {
        var reader = new LineReader(chunked(text, chunk), 25, 1_000);
        var lines = new ArrayList<String>();
        for (var line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get() instanceof Line.Whole whole ? new String(whole.bytes(), UTF_8) : "too long");
        }
        return lines;
    }

    private static InputStream chunked(String text, int chunk) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, chunk));
            }
        };
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        };
    }
}

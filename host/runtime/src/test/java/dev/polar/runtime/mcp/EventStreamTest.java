package dev.polar.runtime.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: a\ndata: b\n\ndata:c\n\n",
                "data: a\r\ndata: b\r\n\r\ndata:c\r\n\r\n",
                "data: a\rdata: b\r\rdata:c\r\r",
                ": keep-alive\n\nevent: message\ndata: a\ndata: b\n\nid: 7\n\nretry: 20\ndata:c\nunknown: x\n\ndata: cut off",
                "data\n\n\ndata: a\n:\ndata: b\nnonsense\n\ndata:c\n\n"
            })
    void events_are_their_data(String stream) throws IOException {
        assertEquals(List.of("a\nb", "c"), events(stream, 100));
    }

    @Test
    void the_last_id_and_the_pause_are_kept() throws IOException {
        var events = new EventStream(new ByteArrayInputStream("id: e1\nretry: 250\ndata: \n\n".getBytes(UTF_8)), 100);
        assertEquals(true, events.next().isEmpty());
        assertEquals("e1", events.lastId());
        assertEquals(250, events.retryMillis());
    }

    @Test
    void an_event_past_the_limit_is_not_kept() {
        assertThrows(EventStream.TooLarge.class, () -> events("data: " + "x".repeat(200) + "\n\n", 100));
        assertThrows(EventStream.TooLarge.class, () -> events("data: 12345678901234567890\n".repeat(20) + "\n", 100));
        assertThrows(EventStream.TooLarge.class, () -> events("x".repeat(200), 100));
    }

    private static List<String> events(String stream, int max) throws IOException {
        var found = new ArrayList<String>();
        try (var events = new EventStream(new ByteArrayInputStream(stream.getBytes(UTF_8)), max)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                found.add(new String(event.get(), UTF_8));
            }
        }
        return found;
    }
}

package dev.polar.plugins.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAdapterTest {
    private static final ChannelAccount ACCOUNT = new ChannelAccount("web", "default");
    private static final String ID = "0123456789abcdef";

    private final WebAdapter web = new WebAdapter();

    @Test
    void a_message_becomes_one_inbound_message_in_the_writers_conversation() {
        assertEquals(
                new Inbound("ada/" + ID, "ada", "ada", "Grüß Gott 👋\n/help"),
                decode("{\"id\":\"" + ID + "\",\"text\":\"Grüß Gott 👋\\n/help\"}", "ada"));
    }

    @Test
    void two_people_who_choose_the_same_id_do_not_repeat_each_other() {
        var body = body("hello");
        assertNotEquals(decode(body, "ada").dedupeKey(), decode(body, "bob").dedupeKey());
        assertEquals(
                decode(body, "ada").dedupeKey(),
                decode(body("other text"), "ada").dedupeKey());
    }

    @Test
    void a_text_of_16_384_characters_is_the_longest() {
        assertEquals(16_384, decode(body("x".repeat(16_384)), "ada").text().length());
        assertRefused(body("x".repeat(16_385)));
        assertEquals(16_384, web.limits().maxText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"text\"",
                "17",
                "null",
                "true",
                "{\"id\":\"0123456789abcdef\"}",
                "{\"text\":\"hello\"}",
                "{\"id\":\"0123456789abcdef\",\"text\":\"\"}",
                "{\"id\":\"0123456789abcdef\",\"text\":\" \\n\"}",
                "{\"id\":\"0123456789abcdef\",\"text\":null}",
                "{\"id\":\"0123456789abcdef\",\"text\":7}",
                "{\"id\":\"0123456789abcdef\",\"text\":[\"hello\"]}",
                "{\"id\":12345678,\"text\":\"hello\"}",
                "{\"id\":\"short\",\"text\":\"hello\"}",
                "{\"id\":\"has a space\",\"text\":\"hello\"}",
                "{\"id\":\"../../../etc\",\"text\":\"hello\"}",
                "{\"id\":\"0123456789abcdef\",\"text\":\"hello\",\"room\":\"of-bob\"}",
                "{\"id\":\"0123456789abcdef\",\"text\":\"hello\",\"user\":\"bob\"}",
                "{\"Id\":\"0123456789abcdef\",\"text\":\"hello\"}"
            })
    void a_body_of_any_other_form_is_refused(String body) {
        assertRefused(body);
    }

    @Test
    void an_id_longer_than_64_characters_is_refused() {
        assertRefused("{\"id\":\"" + "a".repeat(65) + "\",\"text\":\"hello\"}");
    }

    @Test
    void a_body_the_host_did_not_read_as_json_is_refused() {
        var request = new RawRequest(
                Map.of("content-type", "text/plain"), body("hello").getBytes(UTF_8), Optional.empty(), "ada");
        assertEquals(
                Code.REQUEST_INVALID,
                assertThrows(Refusal.class, () -> web.decode(request, ACCOUNT)).code());
    }

    @Test
    void a_request_that_belongs_to_nobody_is_refused() {
        assertEquals(
                Code.SESSION_UNKNOWN,
                assertThrows(Refusal.class, () -> decode(body("hello"), "")).code());
    }

    @Test
    void the_host_authenticates_by_its_own_session_and_delivers_itself() {
        assertInstanceOf(SignatureScheme.Session.class, web.scheme(ACCOUNT));
        assertEquals(List.of(), web.encode(new Reply("ada", "hello"), ACCOUNT));
    }

    private static String body(String text) {
        return "{\"id\":\"" + ID + "\",\"text\":\"" + text + "\"}";
    }

    private void assertRefused(String body) {
        assertEquals(
                Code.REQUEST_INVALID,
                assertThrows(Refusal.class, () -> decode(body, "ada")).code());
    }

    private Inbound decode(String body, String user) {
        Json json = new FakeJson(body);
        var request = new RawRequest(
                Map.of("content-type", "application/json"), body.getBytes(UTF_8), Optional.of(json), user);
        var messages = assertInstanceOf(Decoded.Messages.class, web.decode(request, ACCOUNT))
                .messages();
        assertEquals(1, messages.size());
        return messages.getFirst();
    }
}

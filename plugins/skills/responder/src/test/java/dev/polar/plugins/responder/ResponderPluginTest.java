package dev.polar.plugins.responder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Caller;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolId;
import dev.polar.spi.Tools;
import dev.polar.spi.Trace;
import jakarta.json.bind.JsonbBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderPluginTest {
    @Test
    void it_binds_exactly_the_tool_it_declares() {
        assertEquals(
                Set.of("respond"),
                new ResponderPlugin().tools(new FakeHost(FakeTools.none())).keySet());
    }

    @Test
    void an_ordinary_message_comes_back_as_what_it_is_an_echo_without_a_model() {
        var answer = respond("  Good morning ");
        assertTrue(answer.startsWith("Good morning\n"), answer);
        assertTrue(answer.contains("echo") && answer.contains("no model is connected"), answer);
    }

    @Test
    void help_names_every_command() {
        var answer = respond("/help");
        for (var command : new String[] {"/help", "/status", "/tools", "/call"}) {
            assertTrue(answer.contains(command), command);
        }
    }

    @Test
    void status_says_who_where_when_and_that_no_model_is_connected() {
        var answer = respond("/status");
        for (var fact :
                new String[] {"polar.responder", "2026-03-02T10:15:30Z", "none is connected", "ada", "room-1", "2 that"
                }) {
            assertTrue(answer.contains(fact), fact + " in " + answer);
        }
    }

    @Test
    void a_writer_nobody_knows_is_answered_too() {
        var answer = respond(FakeTools.two(), Map.of("text", "/status", "session", "web:default:room-1"));
        assertTrue(answer.contains("You: not known to me"), answer);
    }

    @Test
    void tools_lists_each_with_its_effect_and_one_line_about_it() {
        assertEquals(
                "acme.notes/read  (read)  Reads a note\nacme.notes/write  (write)  Writes a note", respond("/tools"));
    }

    @Test
    void without_a_tool_to_call_the_list_says_where_to_look() {
        assertTrue(respond(FakeTools.none(), "/tools").contains("polar tools"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/call acme.notes/read {\"key\":\"tea\"} | {key=tea}",
                "/call   acme.notes/read   { \"key\" : \"two words\" }  | {key=two words}",
                "/call acme.notes/read | {}"
            })
    void a_call_passes_the_arguments_on_and_shows_the_answer(String message, String arguments) {
        assertEquals("acme.notes/read answered:\nyou asked " + arguments, respond(message));
    }

    @Test
    void an_answer_without_text_is_shown_as_its_json() {
        assertEquals("acme.notes/read answered:\n{\"n\":1}", respond("/call acme.notes/read {\"quiet\":true}"));
    }

    @Test
    void a_refused_call_shows_the_code_the_message_and_what_to_do_next() {
        assertEquals(
                "acme.notes/write was not called or did not succeed.\n"
                        + "APPROVAL_REQUIRED  an operator has to say yes\n"
                        + "next  polar approve apr-7",
                respond("/call acme.notes/write {}"));
    }

    @Test
    void a_refusal_without_a_hint_has_no_empty_line() {
        assertTrue(
                respond("/call acme.notes/burn").endsWith("TARGET_UNKNOWN  no enabled plugin offers acme.notes/burn"));
    }

    @Test
    void arguments_that_are_not_json_are_refused_by_the_host_and_shown() {
        assertTrue(respond("/call acme.notes/read {key").contains("ARGUMENTS_INVALID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/call", "/call   ", "/call notes {}", "/call Acme.Notes/read", "/call acme.notes/"})
    void a_call_that_names_no_tool_gets_the_usage(String message) {
        assertTrue(respond(message).contains("Usage: /call PLUGIN/TOOL {JSON}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dance", "/helpme", "/HELP", "/"})
    void a_command_it_does_not_know_is_named_and_not_echoed(String command) {
        assertEquals("I do not know " + command + ". /help lists what I understand.", respond(command));
    }

    private static String respond(String text) {
        return respond(FakeTools.two(), text);
    }

    private static String respond(Tools tools, String text) {
        return respond(tools, Map.of("text", text, "session", "web:default:room-1", "user", "ada"));
    }

    private static String respond(Tools tools, Map<String, String> message) {
        try (var jsonb = JsonbBuilder.create()) {
            var arguments = jsonb.toJson(message);
            var result = new ResponderPlugin()
                    .tools(new FakeHost(tools))
                    .get("respond")
                    .call(new ToolCall(
                            ToolId.of("polar.responder/respond"),
                            new Caller.ChannelUser("web", "default", "room-1", "ada"),
                            new FakeJson(arguments),
                            FakeHost.NOW.plusSeconds(60),
                            new Trace("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01")));
            var answer = jsonb.toJson(result.structured().orElseThrow());
            return (String) new FakeJson(answer).as(Map.class).get("text");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

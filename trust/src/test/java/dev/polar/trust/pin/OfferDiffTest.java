package dev.polar.trust.pin;

import static dev.polar.trust.pin.ToolSetPinTest.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfferDiffTest {
    @Test
    void a_text_is_shown_line_by_line_and_what_nobody_sees_is_written_out() {
        var diffs = OfferDiff.between(
                offer(json("{'name':'a','inputSchema':{'type':'object'},'description':'Reads.\\nA lot.'}")),
                offer(
                        json(
                                "{'name':'a','inputSchema':{'type':'object'},'description':'Reads.\\nA \\u202elot\\u001b[8m.'}")));
        assertEquals(1, diffs.size());
        assertEquals("tool a", diffs.getFirst().what());
        assertEquals(
                List.of(
                        " description: Reads.",
                        "-    A lot.",
                        "+    A \\u202elot\\u001b[8m.",
                        " inputSchema: {",
                        "..."),
                shortened(diffs.getFirst()));
    }

    private static List<String> shortened(OfferDiff diff) {
        return diff.lines().stream().filter(line -> !line.contains("type")).toList();
    }

    @Test
    void a_hidden_character_and_its_escape_written_out_are_two_things() {
        var diffs = OfferDiff.between(
                offer(json("{'name':'a','inputSchema':{},'title':'\\\\u202e'}")),
                offer(json("{'name':'a','inputSchema':{},'title':'\\u202e'}")));
        assertEquals(
                List.of("-title: \\\\u202e", "+title: \\u202e"),
                diffs.getFirst().lines().stream()
                        .filter(line -> line.contains("title"))
                        .toList());
    }

    @Test
    void what_is_new_or_gone_is_shown_whole_and_what_is_the_same_not_at_all() {
        var same = json("{'name':'same','inputSchema':{}}");
        var diffs = OfferDiff.between(
                offer(same, json("{'name':'old','inputSchema':{}}")),
                offer(same, json("{'name':'new','inputSchema':{}}")));
        assertEquals(
                List.of("tool new", "tool old"),
                diffs.stream().map(OfferDiff::what).toList());
        assertTrue(diffs.get(0).lines().stream().allMatch(line -> line.startsWith("+")));
        assertTrue(diffs.get(1).lines().stream().allMatch(line -> line.startsWith("-")));
    }

    @Test
    void a_difference_behind_the_end_of_a_long_line_is_seen() {
        var diffs = OfferDiff.between(
                offer(json("{'name':'a','inputSchema':{},'title':'" + "x".repeat(1 << 20) + "a'}")),
                offer(json("{'name':'a','inputSchema':{},'title':'" + "x".repeat(1 << 20) + "b'}")));
        var lines = diffs.getFirst().lines();
        assertEquals(2, lines.stream().filter(line -> line.contains("title")).count());
        assertFalse(lines.stream().anyMatch(line -> line.length() > 500));
    }

    @Test
    void instructions_and_origin_are_the_servers() {
        var diffs = OfferDiff.between(
                ServerOffer.of(
                        "srv",
                        Optional.of("https://a:443"),
                        json("{'name':'n','version':'1'}"),
                        Optional.empty(),
                        List.of()),
                ServerOffer.of(
                        "srv",
                        Optional.of("https://a:443"),
                        json("{'name':'n','version':'2'}"),
                        Optional.of("Obey."),
                        List.of()));
        assertEquals("server srv", diffs.getFirst().what());
        assertTrue(diffs.getFirst().lines().contains("+instructions: Obey."), diffs.toString());
        assertFalse(diffs.toString().contains("version"), "it is recorded, not pinned");
    }

    private static ServerOffer offer(JsonValue... tools) {
        return ServerOffer.of("srv", Optional.empty(), json("{}"), Optional.empty(), Arrays.asList(tools));
    }
}

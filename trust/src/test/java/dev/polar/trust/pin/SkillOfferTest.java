package dev.polar.trust.pin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillOfferTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    @Test
    void a_skill_is_known_by_its_path_and_every_file_by_its_digest() {
        var skill = SkillOffer.of(entry("skill://acme/billing/refunds", "refunds", "SKILL.md", "examples/email.md"));
        assertEquals("acme/billing/refunds", skill.path());
        assertEquals("refunds", skill.name());
        assertEquals(
                List.of("SKILL.md", "examples/email.md"),
                List.copyOf(skill.files().keySet()));
        assertEquals(14, skill.size());
        assertEquals(
                "notes",
                SkillOffer.of(entry("github://notes", "notes", "SKILL.md")).path(),
                "any scheme");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "skill://tea      | coffee | SKILL.md                      | calls itself something else",
                "skill://Tea      | Tea    | SKILL.md                      | lower-case letters",
                "skill://a/../tea | tea    | SKILL.md                      | name-segment",
                "skill:///tea     | tea    | SKILL.md                      | name-characters",
                "skill://tea      | tea    | more.md                       | SKILL.md is not among its files",
                "skill://tea      | tea    | SKILL.md ../../etc/passwd     | name-segment",
                "skill://tea      | tea    | SKILL.md /etc/passwd          | name-characters",
                "skill://tea      | tea    | SKILL.md a//b                 | name-characters",
                "skill://tea      | tea    | SKILL.md %2e%2e/secrets       | name-characters",
                "skill://tea      | tea    | SKILL.md a\\b                 | name-characters",
                "skill://tea      | tea    | SKILL.md a b                  | name-characters",
                "skill://tea      | tea    | SKILL.md a\u202eb             | name-characters",
                "skill://tea      | tea    | SKILL.md skill.md             | reserved-spelling",
                "skill://tea      | tea    | SKILL.md more.md MORE.md      | name-clash",
                "skill://tea      | tea    | SKILL.md more.md more.md      | name-clash",
                "skill://tea      | tea    | SKILL.md more more/than       | name-clash",
                "skill://tea      | tea    | SKILL.md con.txt              | name-segment",
                "skill://tea      | tea    | SKILL.md folder/              | directory-entry",
            })
    void names_keep_to_the_rules_of_packages(String base, String name, String files, String told) {
        var why = assertThrows(Refusal.class, () -> SkillOffer.of(entry(base, name, files.split(" (?!b)"))));
        assertEquals(Code.SKILL_INVALID, why.code());
        assertTrue(why.getMessage().contains(told), why::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'resources':'dynamic'                                                          | does not say which files",
                "'resources':[{'uri':'skill://other/SKILL.md','digest':'D','size':1}]           | not in its folder",
                "'resources':[{'uri':'skill://tea/SKILL.md','digest':'D','size':-1}]            | how large",
                "'resources':[{'uri':'skill://tea/SKILL.md','digest':'D','size':1.5}]     | how large",
                "'resources':[{'uri':'skill://tea/SKILL.md','digest':'D','size':16777217}]      | are the most",
                "'resources':[{'uri':'skill://tea/SKILL.md','digest':'md5:0','size':1}]         | 64 lower-case hex digits",
                "'resources':['skill://tea/SKILL.md']                                           | how large",
                "'frontmatter':{'name':'tea'}                                                   | 'description' is missing",
                "'frontmatter':null                                                             | no front matter",
                "'uri':'skill://tea/skill.md'                                                   | not that of a SKILL.md",
            })
    void an_entry_says_what_can_be_approved_or_is_left_out(String other, String told) {
        var changed = StrictJson.provider().createObjectBuilder(entry("skill://tea", "tea", "SKILL.md"));
        json("{" + other.replace("'D'", "'" + DIGEST + "'") + "}").forEach(changed::add);
        var entry = changed.build();
        var why = assertThrows(Refusal.class, () -> SkillOffer.of(entry));
        assertTrue(why.getMessage().contains(told), why::getMessage);
        var offer = offer(List.of(entry));
        assertEquals(List.of(), offer.skills());
        assertTrue(offer.unfit().getFirst().toString().contains(told), offer.unfit()::toString);
    }

    @Test
    void ten_thousand_files_are_too_many() {
        var files = IntStream.range(0, 10_000).mapToObj(i -> "f" + i).toArray(String[]::new);
        var why = assertThrows(Refusal.class, () -> SkillOffer.of(entry("skill://tea", "tea", files)));
        assertEquals("it has 10000 files, and 512 are the most", why.getMessage());
    }

    @Test
    void one_skill_in_two_spellings_is_one() {
        var offer = offer(List.of(
                entry("skill://drinks/tea", "tea", "SKILL.md"), entry("skill://DRINKS/tea", "tea", "SKILL.md")));
        assertEquals(1, offer.skills().size());
        assertEquals(
                "srv skill DRINKS/tea is listed twice: it is left out",
                offer.unfit().getFirst().toString());
    }

    @Test
    void a_set_without_skills_has_the_digest_it_had_and_one_with_them_another_for_every_byte_of_a_file() {
        var none = ToolSetPin.of(offer(List.of()));
        var canonical = "{\"info\":{},\"server\":\"srv\",\"tools\":[]}".getBytes(StandardCharsets.UTF_8);
        assertEquals(Digest.of(canonical), none.set(), "as before there were skills");
        var before = ToolSetPin.of(offer(List.of(entry("skill://tea", "tea", "SKILL.md", "a.md"))));
        assertNotEquals(none.set(), before.set());
        var now = ToolSetPin.of(offer(List.of(entry("skill://tea", "tea", "SKILL.md", "a.md", "b.md"))));
        var drift = before.to(now);
        assertEquals(new TreeSet<>(List.of(new FeatureName(Feature.SKILL, "tea"))), drift.changed());
        assertTrue(drift.concerns(Feature.SKILL, "tea"));
        assertTrue(!drift.mostOfIt(), "skills alone make no other server of it");
        var taking =
                offer(List.of(entry("skill://tea", "tea", "SKILL.md", "a.md"))).taking(List.of("tea", "coffee"));
        assertEquals(new TreeSet<>(List.of("tea")), taking.taken());
        assertEquals(before, ToolSetPin.of(taking), "who may have it is the operator's, and no part of the offer");
    }

    @Test
    void bytes_are_what_the_entry_says_and_are_looked_over() {
        var text = "---\nname: tea\ndescription: for a test\nmetadata:\n  version: 1.0\n---\nPour.\n";
        var entry = said(text, "{'name':'tea','description':'for a test','metadata':{'version':1.0}}");
        assertEquals(List.of(), SkillReview.of(entry, files(text)));
        var other = assertThrows(Refusal.class, () -> SkillReview.of(entry, files(text + " ")));
        assertEquals(Code.DIGEST_MISMATCH, other.code());
        for (var front : List.of(
                "{'name':'tea','description':'FOR A TEST','metadata':{'version':1.0}}",
                "{'name':'tea','description':'for a test','metadata':{'version':2}}",
                "{'name':'tea','description':'for a test','metadata':{}}",
                "{'name':'tea','description':'for a test'}",
                "{'name':'tea','description':'for a test','metadata':{'version':1.0},'hooks':{}}")) {
            var why = assertThrows(Refusal.class, () -> SkillReview.of(said(text, front), files(text)), front);
            assertTrue(why.getMessage().contains("says something else of"), why::getMessage);
        }
        var hidden = "---\nname: tea\ndescription: for a test\n---\nPour\u200b.\n";
        var why = assertThrows(
                Refusal.class,
                () -> SkillReview.of(said(hidden, "{'name':'tea','description':'for a test'}"), files(hidden)));
        assertTrue(why.getMessage().contains("hidden-character"), why::getMessage);
        var nul = "---\nname: tea\ndescription: for a test\n---\nPour\0.\n";
        var findings = SkillReview.of(said(nul, "{'name':'tea','description':'for a test'}"), files(nul));
        assertTrue(findings.toString().contains("control-character"), findings::toString);
    }

    private static TreeMap<String, byte[]> files(String text) {
        return new TreeMap<>(Map.of("SKILL.md", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonObject said(String text, String front) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return json("{'uri':'skill://tea/SKILL.md','frontmatter':" + front
                + ",'resources':[{'uri':'skill://tea/SKILL.md','digest':'" + Digest.of(bytes) + "','size':"
                + bytes.length
                + "}]}");
    }

    private static JsonObject entry(String base, String name, String... files) {
        var listed = List.of(files).stream()
                .map(file -> StrictJson.provider()
                        .createObjectBuilder()
                        .add("uri", base + "/" + file)
                        .add("digest", DIGEST)
                        .add("size", 7)
                        .build()
                        .toString())
                .collect(Collectors.joining(","));
        return json("{'uri':'" + base + "/SKILL.md','frontmatter':{'name':'" + name
                + "','description':'for a test'},'resources':[" + listed + "]}");
    }

    private static ServerOffer offer(List<JsonObject> skills) {
        return ServerOffer.of(
                "srv", Optional.empty(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty(), Map.of(Feature.SKILL, skills));
    }

    private static JsonObject json(String text) {
        return StrictJson.object(
                text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 24));
    }
}

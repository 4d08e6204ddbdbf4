package dev.polar.host.offer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TakenSkillsTest {
    private static final List<ServerOffer> BEFORE =
            List.of(offer("one", "tea", "coffee", "milk").taking(Set.of("tea", "coffee")));
    private static final List<ServerOffer> LIVE = List.of(offer("one", "tea", "coffee:2", "soup"), offer("two", "tea"));

    @Test
    void an_update_keeps_what_is_the_same_to_the_letter() {
        assertEquals(List.of(Set.of("tea"), Set.of()), taken(TakenSkills.unchanged(BEFORE, LIVE)));
    }

    @Test
    void an_approval_of_what_is_different_keeps_what_agents_had_and_brings_nothing_new() {
        assertEquals(List.of(Set.of("tea", "coffee"), Set.of()), taken(TakenSkills.stillThere(BEFORE, LIVE)));
        assertEquals(
                List.of(Set.of("tea", "coffee"), Set.of()),
                taken(ComparedOffers.of(BEFORE, LIVE).next()));
        assertEquals(List.of(Set.of(), Set.of()), taken(TakenSkills.stillThere(List.of(), LIVE)));
    }

    @Test
    void who_may_have_what_is_kept_with_the_offer_and_part_of_what_is_signed() {
        assertEquals(BEFORE, OfferText.read(OfferText.write(BEFORE)));
        var none = BEFORE.stream().map(offer -> offer.taking(Set.of())).toList();
        assertEquals(false, new String(OfferText.write(none), StandardCharsets.UTF_8).contains("taken"));
    }

    private static List<Set<String>> taken(List<ServerOffer> offers) {
        return offers.stream().map(offer -> Set.copyOf(offer.taken())).toList();
    }

    /** Skills by name; with a number they have so many bytes. */
    private static ServerOffer offer(String server, String... skills) {
        var entries = Stream.of(skills)
                .map(text -> text.split(":"))
                .map(parts -> entry(parts[0], parts.length > 1 ? parts[1] : "1"))
                .toList();
        return ServerOffer.of(
                server,
                Optional.empty(),
                JsonValue.EMPTY_JSON_OBJECT,
                Optional.empty(),
                Map.of(Feature.SKILL, entries));
    }

    private static JsonObject entry(String name, String size) {
        var uri = "'uri':'skill://" + name + "/SKILL.md'";
        var text = "{" + uri + ",'frontmatter':{'name':'" + name + "','description':'d'},'resources':[{" + uri
                + ",'digest':'sha256:" + "0".repeat(64) + "','size':" + size + "}]}";
        return StrictJson.object(
                text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(4096));
    }
}

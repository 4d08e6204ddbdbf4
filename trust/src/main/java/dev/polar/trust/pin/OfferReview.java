package dev.polar.trust.pin;

import dev.polar.trust.pin.PinFinding.Rule;
import dev.polar.trust.text.HiddenCharacter;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks an offer over for what an operator should see before approving it. */
public final class OfferReview {
    private static final int LONG_TEXT = 16 * 1024;
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    /** Of one definition: who finds three needs no fourth. */
    private static final int OF_ONE_RULE = 3;

    private final List<PinFinding> findings = new ArrayList<>();
    private final Map<String, Integer> told = new HashMap<>();

    private OfferReview() {}

    /**
     * All findings, those that left something out first.
     *
     * @param offers the servers of one package
     * @param others tools that others offer: name to whose it is
     */
    public static List<PinFinding> of(List<ServerOffer> offers, Map<String, String> others) {
        return of(offers, others, Map.of());
    }

    /** As above, beside these skills of others. */
    public static List<PinFinding> of(
            List<ServerOffer> offers, Map<String, String> others, Map<String, String> skills) {
        var review = new OfferReview();
        var names = new HashMap<FeatureName, String>();
        others.forEach((name, owner) -> names.put(FeatureName.tool(skeleton(name)), owner));
        skills.forEach((name, owner) -> names.put(new FeatureName(Feature.SKILL, skeleton(name)), owner));
        for (var offer : offers) {
            review.findings.addAll(offer.unfit());
        }
        for (var offer : offers) {
            var server = new Place(offer.server(), Optional.empty());
            review.look(server, "/serverInfo", offer.info());
            offer.instructions().ifPresent(text -> review.text(server, "/instructions", text));
            for (var feature : Feature.values()) {
                review.look(offer, feature, names);
            }
        }
        return List.copyOf(review.findings);
    }

    private void look(ServerOffer offer, Feature feature, Map<FeatureName, String> names) {
        for (var definition : offer.all(feature)) {
            var name = feature.name(definition);
            var place = new Place(offer.server(), Optional.of(new FeatureName(feature, name)));
            look(place, "", definition);
            if (feature != Feature.TEMPLATE) {
                var own = feature == Feature.SKILL ? name.substring(name.lastIndexOf('/') + 1) : name;
                var owner = names.putIfAbsent(new FeatureName(feature, skeleton(own)), offer.server() + "/" + name);
                if (owner != null) {
                    add(place, feature == Feature.SKILL ? Rule.SHADOWS_SKILL : Rule.SHADOWS, owner);
                }
            }
        }
    }

    private record Place(String server, Optional<FeatureName> about) {}

    private void look(Place place, String path, JsonValue value) {
        switch (value.getValueType()) {
            case OBJECT -> members(place, path, value.asJsonObject());
            case ARRAY -> elements(place, path, value.asJsonArray());
            case STRING -> text(place, path, ((JsonString) value).getString());
            case NUMBER, TRUE, FALSE, NULL -> {}
        }
    }

    private void members(Place place, String path, JsonObject object) {
        object.forEach((key, member) -> {
            var at = path + "/" + key.replace("~", "~0").replace("/", "~1");
            text(place, at, key);
            if (REFERENCES.contains(key)
                    && member instanceof JsonString reference
                    && !reference.getString().startsWith("#")) {
                add(place, Rule.REMOTE_REFERENCE, at + ", " + reference.getString());
            }
            look(place, at, member);
        });
    }

    private void elements(Place place, String path, JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
            look(place, path + "/" + i, array.get(i));
        }
    }

    private void text(Place place, String path, String text) {
        HiddenCharacter.first(text).ifPresent(hidden -> add(place, Rule.HIDDEN_CHARACTER, path + ", " + hidden));
        text.chars()
                .filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')
                .findFirst()
                .ifPresent(c -> add(place, Rule.CONTROL_CHARACTER, path + String.format(", U+%04X", c)));
        ModelTalk.order(text).ifPresent(words -> add(place, Rule.ORDERS, path + ", '" + words + "'"));
        ModelTalk.encoded(text).ifPresent(length -> add(place, Rule.ENCODED, path + ", " + length + " characters"));
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONG_TEXT) {
            add(place, Rule.LONG_TEXT, path + ", " + length + " bytes");
        }
    }

    private void add(Place place, Rule rule, String detail) {
        if (told.merge(place + " " + rule, 1, Integer::sum) <= OF_ONE_RULE) {
            findings.add(new PinFinding(place.server(), place.about(), rule, detail));
        }
    }

    /** Names that people and models mix up have one skeleton. */
    private static String skeleton(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[-_.]", "")
                .replace('0', 'o')
                .replaceAll("[1i|]", "l")
                .replace("rn", "m");
    }
}

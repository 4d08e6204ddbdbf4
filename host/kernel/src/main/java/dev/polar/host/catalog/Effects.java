package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator says tools do, against or beyond what their author claims.
 *
 * @param confirmed by tool name
 */
public record Effects(SortedMap<String, Effect> confirmed) {
    /** Nothing beyond the claims. */
    public static final Effects NONE = new Effects(new TreeMap<>());

    /**
     * Reads {@code get_*=read,search=read} for these tools; a later pattern beats an earlier one.
     *
     * @throws Refusal {@code REQUEST_INVALID} for another form, or a pattern that fits no tool
     */
    public static Effects parse(String text, Collection<String> tools) {
        var confirmed = new TreeMap<String, Effect>();
        for (var part : text.split(",")) {
            int divided = part.lastIndexOf('=');
            if (divided < 1) {
                throw refused("'" + CleanText.line(part) + "' is not PATTERN=EFFECT");
            }
            var pattern = glob(part.substring(0, divided).strip());
            var effect = effect(part.substring(divided + 1).strip());
            var fitting = tools.stream().filter(pattern.asMatchPredicate()).toList();
            if (fitting.isEmpty()) {
                throw refused("no tool fits '" + CleanText.line(part) + "'");
            }
            fitting.forEach(tool -> confirmed.put(tool, effect));
        }
        return new Effects(confirmed);
    }

    /** Reads what {@link #json} writes. */
    public static Effects of(JsonObject json) {
        var confirmed = new TreeMap<String, Effect>();
        json.forEach((tool, effect) -> confirmed.put(tool, effect(((JsonString) effect).getString())));
        return new Effects(confirmed);
    }

    /** What an operator confirmed of that tool. */
    public Optional<Effect> of(String tool) {
        return Optional.ofNullable(confirmed.get(tool));
    }

    /** These and the later ones, which go first. */
    public Effects and(Effects later) {
        var both = new TreeMap<>(confirmed);
        both.putAll(later.confirmed);
        return new Effects(both);
    }

    /** Labels by tool, as a body holds them. */
    public JsonObjectBuilder json() {
        var json = StrictJson.provider().createObjectBuilder();
        confirmed.forEach((tool, effect) -> json.add(tool, label(effect)));
        return json;
    }

    /** The word on the command line: {@code read}. */
    public static String label(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static Effect effect(String label) {
        for (var effect : Effect.values()) {
            if (label(effect).equals(label)) {
                return effect;
            }
        }
        throw refused("'" + CleanText.line(label) + "' is not an effect");
    }

    private static Pattern glob(String text) {
        return Pattern.compile(text.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
    }

    private static Refusal refused(String what) {
        return new Refusal(
                Code.REQUEST_INVALID,
                what,
                "--effect 'get_*=read': the effects are read, write, external, irreversible");
    }
}

package dev.polar.trust.delta;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * How a release differs from what was approved.
 *
 * @param items in their order, none twice
 */
public record Delta(List<Item> items) {
    public Delta {
        items = items.stream().distinct().sorted().toList();
    }

    /**
     * The difference between what is approved and what is asked for; empty if they mean the same.
     *
     * @throws IllegalArgumentException if they are not of one plugin
     */
    public static Delta between(Profile approved, Profile requested) {
        return new Delta(Comparison.of(approved, requested));
    }

    /** Whether an operator has to consent before the release may serve. */
    public boolean wider() {
        return items.stream().anyMatch(item -> item.meaning() == Meaning.WIDER);
    }

    /** Whether nothing is different but the code. */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether there is an item of that kind that nobody consented to. */
    public boolean wider(Kind kind) {
        return items.stream().anyMatch(item -> item.kind() == kind && item.meaning() == Meaning.WIDER);
    }

    /** The delta as the member of a consent's body. */
    public JsonArray json() {
        var json = StrictJson.provider().createArrayBuilder();
        items.forEach(item -> json.add(item.json()));
        return json.build();
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws RuntimeException if it is anything else
     */
    public static Delta of(JsonArray json) {
        return new Delta(
                json.getValuesAs(JsonObject.class).stream().map(Item::of).toList());
    }

    /**
     * One line for each item, in columns: {@code + net.connect(uploads.example:443)     WIDER   upload assets}.
     *
     * @param look the command that shows what exactly changed in a text
     */
    public List<String> lines(String look) {
        return DeltaText.lines(this, look);
    }
}

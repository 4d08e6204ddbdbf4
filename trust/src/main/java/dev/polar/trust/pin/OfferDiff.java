package dev.polar.trust.pin;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.Escapes;
import dev.polar.trust.text.LineDiff;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One thing that was approved and is another now, as an operator reads it: the approved lines after {@code -}, those of
 * now after {@code +}. Nothing in them is obeyed by a terminal or unseen by a reader: such characters are written as
 * {@code \}{@code uXXXX}.
 *
 * @param what {@code tool search}; the server itself is {@code server notes}
 * @param lines as {@link LineDiff} gives them
 */
public record OfferDiff(String what, List<String> lines) {
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 400;

    /** All of them, the server itself first; nothing of what is the same. */
    public static List<OfferDiff> between(ServerOffer approved, ServerOffer live) {
        return between(Optional.of(approved), Optional.of(live));
    }

    /** The same of a server that is approved only, or there only. */
    public static List<OfferDiff> between(Optional<ServerOffer> approved, Optional<ServerOffer> live) {
        var was = approved.map(OfferDiff::texts).orElseGet(TreeMap::new);
        var is = live.map(OfferDiff::texts).orElseGet(TreeMap::new);
        return Stream.concat(was.keySet().stream(), is.keySet().stream())
                .distinct()
                .sorted()
                .map(key -> new OfferDiff(
                        Escapes.line(key.toString()),
                        diff(was.getOrDefault(key, List.of()), is.getOrDefault(key, List.of()))))
                .filter(change -> !change.lines().isEmpty())
                .toList();
    }

    /** A text that agents read, as it was approved and as it is offered now. */
    public static OfferDiff ofTexts(String what, String approved, String live) {
        return new OfferDiff(Escapes.line(what), diff(shownLines(approved), shownLines(live)));
    }

    private static List<String> shownLines(String text) {
        return text.lines().map(OfferDiff::shown).toList();
    }

    private record Key(Optional<FeatureName> about, String server) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return about.isPresent() && other.about.isPresent()
                    ? about.get().compareTo(other.about.get())
                    : Boolean.compare(about.isPresent(), other.about.isPresent());
        }

        @Override
        public String toString() {
            return about.map(FeatureName::toString).orElse("server " + server);
        }
    }

    private static TreeMap<Key, List<String>> texts(ServerOffer offer) {
        var texts = new TreeMap<Key, List<String>>();
        var server = StrictJson.provider().createObjectBuilder(offer.info()).remove("version");
        offer.origin().ifPresent(origin -> server.add("origin", origin));
        offer.instructions().ifPresent(text -> server.add("instructions", text));
        texts.put(new Key(Optional.empty(), offer.server()), lines(server.build()));
        for (var feature : Feature.values()) {
            for (var definition : offer.all(feature)) {
                var name = new FeatureName(feature, feature.name(definition));
                texts.put(new Key(Optional.of(name), offer.server()), lines(definition));
            }
        }
        return texts;
    }

    /** A member that is a text is shown as it would be read, line by line; the others as JSON. */
    private static List<String> lines(JsonObject definition) {
        var lines = new ArrayList<String>();
        new TreeMap<>(definition).forEach((member, value) -> {
            var text = value instanceof JsonString string ? string.getString() : pretty(value);
            var parts = text.split("\n", -1);
            lines.add(member + ": " + parts[0]);
            Stream.of(parts).skip(1).forEach(part -> lines.add("    " + part));
        });
        return lines.stream().map(OfferDiff::shown).toList();
    }

    private static String pretty(JsonValue value) {
        var text = new StringWriter();
        try (JsonWriter writer = StrictJson.provider()
                .createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(value);
        }
        return text.toString().strip();
    }

    /** A line too long to be read ends with its digest, so that a difference behind the cut is seen. */
    private static String shown(String line) {
        if (line.length() <= LONGEST_LINE) {
            return Escapes.line(line);
        }
        var digest = Digest.of(line.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
        return Escapes.line(line.substring(0, LONGEST_LINE)) + "... (" + line.length() + " characters, " + digest + ")";
    }

    private static List<String> diff(List<String> before, List<String> after) {
        var lines = LineDiff.of(String.join("\n", before), String.join("\n", after));
        return lines.size() <= MOST_LINES
                ? lines
                : Stream.concat(
                                lines.stream().limit(MOST_LINES),
                                Stream.of("... (" + (lines.size() - MOST_LINES) + " more lines)"))
                        .toList();
    }
}

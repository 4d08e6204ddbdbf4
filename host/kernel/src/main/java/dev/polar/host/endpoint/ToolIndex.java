package dev.polar.host.endpoint;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds tools by words: Okapi BM25 over their names, titles, descriptions and the names of their parameters. A word of the
 * name counts three times; a word that only begins a longer one counts half. The same words over the same definitions give
 * the same order.
 *
 * @see <a href="https://doi.org/10.1561/1500000019">Robertson and Zaragoza, The Probabilistic Relevance Framework</a>
 */
final class ToolIndex {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final double BEGINNING = 0.5;
    private static final int SHORTEST_BEGINNING = 3;
    private static final int NAME_COUNTS = 3;
    private static final int MOST_WORDS = 32;

    /** Letters and digits, parted also where an upper-case letter follows a lower-case one: {@code getUser}. */
    private static final Pattern WORD = Pattern.compile("\\p{Lu}?[\\p{L}&&[^\\p{Lu}]]+|\\p{Lu}+|\\p{N}+");

    private final List<String> names;
    private final int[] lengths;
    private final double usualLength;
    private final TreeMap<String, List<Occurrence>> words;

    /** How often a word is in one tool. */
    private record Occurrence(int tool, int count) {}

    private ToolIndex(List<String> names, int[] lengths, TreeMap<String, List<Occurrence>> words) {
        this.names = names;
        this.lengths = lengths;
        this.words = words;
        long all = 0;
        for (int length : lengths) {
            all += length;
        }
        this.usualLength = Math.max(1, (double) all / Math.max(1, lengths.length));
    }

    /** @param definitions with their exposed names */
    static ToolIndex of(Collection<JsonObject> definitions) {
        var sorted = definitions.stream()
                .sorted(Comparator.comparing(definition -> definition.getString("name")))
                .toList();
        var lengths = new int[sorted.size()];
        var words = new TreeMap<String, List<Occurrence>>();
        for (int tool = 0; tool < sorted.size(); tool++) {
            var counts = counts(sorted.get(tool));
            for (var word : counts.entrySet()) {
                words.computeIfAbsent(word.getKey(), key -> new ArrayList<>())
                        .add(new Occurrence(tool, word.getValue()));
                lengths[tool] += word.getValue();
            }
        }
        var names =
                sorted.stream().map(definition -> definition.getString("name")).toList();
        return new ToolIndex(names, lengths, words);
    }

    /** Names of the tools that have any of the words, best first. */
    List<String> search(String query, int limit) {
        var scores = new double[names.size()];
        for (var word : words(query).stream().distinct().limit(MOST_WORDS).toList()) {
            var best = new double[names.size()];
            for (var known : beginningWith(word).entrySet()) {
                double weight = known.getKey().equals(word) ? 1 : BEGINNING;
                for (var at : known.getValue()) {
                    best[at.tool()] = Math.max(
                            best[at.tool()], weight * score(at, known.getValue().size()));
                }
            }
            for (int tool = 0; tool < scores.length; tool++) {
                scores[tool] += best[tool];
            }
        }
        var found = new ArrayList<Integer>();
        for (int tool = 0; tool < scores.length; tool++) {
            if (scores[tool] > 0) {
                found.add(tool);
            }
        }
        // Names are sorted already, and sorting keeps the order of what is equal.
        found.sort(Comparator.comparingDouble(tool -> -scores[tool]));
        return found.stream().limit(limit).map(names::get).toList();
    }

    private Map<String, List<Occurrence>> beginningWith(String word) {
        if (word.codePointCount(0, word.length()) < SHORTEST_BEGINNING) {
            var exact = words.get(word);
            return exact == null ? Map.of() : Map.of(word, exact);
        }
        return words.subMap(word, word + Character.MAX_VALUE);
    }

    private double score(Occurrence at, int tools) {
        double rarity = Math.log(1 + (names.size() - tools + 0.5) / (tools + 0.5));
        double length = 1 - B + B * lengths[at.tool()] / usualLength;
        return rarity * at.count() * (K1 + 1) / (at.count() + K1 * length);
    }

    private static Map<String, Integer> counts(JsonObject definition) {
        var counts = new HashMap<String, Integer>();
        count(definition.get("name"), NAME_COUNTS, counts);
        count(definition.get("title"), 1, counts);
        count(definition.get("description"), 1, counts);
        if (definition.get("inputSchema") instanceof JsonObject schema
                && schema.get("properties") instanceof JsonObject properties) {
            properties.keySet().forEach(parameter -> count(parameter, 1, counts));
        }
        return counts;
    }

    private static void count(JsonValue value, int times, Map<String, Integer> counts) {
        if (value instanceof JsonString text) {
            count(text.getString(), times, counts);
        }
    }

    private static void count(String text, int times, Map<String, Integer> counts) {
        words(text).forEach(word -> counts.merge(word, times, Integer::sum));
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(match -> match.group().toLowerCase(Locale.ROOT))
                .toList();
    }
}

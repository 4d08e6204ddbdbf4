package dev.polar.trust.permission;

import dev.polar.spi.Refusal;
import dev.polar.trust.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what is wrong with the part before the parenthesis, and what was perhaps meant: the nearest area and verb, with the
 * author's own selector if that makes a permission.
 *
 * @param examples a valid selector of each kind, by {@code area.verb}
 */
record KindText(Map<String, String> examples) {
    private static final List<String> NEVER = List.of("trust", "policy", "plugin", "approval");
    private static final Pattern WORDS = Pattern.compile("[a-z.]*");

    /** The refusal of a text that begins with no kind of permission. */
    Refusal refused(String text) {
        int open = text.indexOf('(');
        var name = open < 0 ? text : text.substring(0, open);
        var whole = new Selector(text, text, 0, text);
        int dot = name.indexOf('.');
        var area = dot < 0 ? name : name.substring(0, dot);
        if (NEVER.contains(area)) {
            return whole.refused(0, "this area is never granted to a plugin", Optional.empty());
        }
        var meant = meant(name, text.substring(name.length()));
        var words = WORDS.matcher(name);
        words.lookingAt();
        if (words.end() < name.length()) {
            return whole.refused(words.end(), "area and verb are lower-case letters with a dot between them", meant);
        }
        if (verbs(area).isEmpty()) {
            return whole.refused(0, "there is no area '" + Selector.shown(area) + "'", meant);
        }
        var verb = dot < 0 ? "" : name.substring(dot + 1);
        return whole.refused(
                dot < 0 ? name.length() : dot + 1,
                "'" + area + "' has " + (verb.isEmpty() ? "to name a verb" : "no verb '" + Selector.shown(verb) + "'")
                        + ": it is one of " + String.join(", ", verbs(area)),
                meant);
    }

    private Optional<String> meant(String name, String rest) {
        int dot = name.indexOf('.');
        var area = dot < 0 ? name : name.substring(0, dot);
        var verbs = verbs(area);
        return Nearest.to(name, examples.keySet())
                .or(() -> verbs.isEmpty()
                        ? Optional.empty()
                        : Nearest.to(dot < 0 ? "" : name.substring(dot + 1), verbs)
                                .or(() -> Optional.of(verbs.first()))
                                .map(verb -> area + "." + verb))
                .or(() -> Nearest.to(area, areas().keySet())
                        .map(near -> near + "." + areas().get(near).first()))
                .map(kind -> valid(kind + rest).orElse(kind + "(" + examples.get(kind) + ")"));
    }

    private static Optional<String> valid(String text) {
        try {
            return Optional.of(Permission.parse(text).toString());
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    private SortedSet<String> verbs(String area) {
        return areas().getOrDefault(area, new TreeSet<>());
    }

    private Map<String, TreeSet<String>> areas() {
        return examples.keySet().stream()
                .collect(Collectors.groupingBy(
                        kind -> kind.substring(0, kind.indexOf('.')),
                        TreeMap::new,
                        Collectors.mapping(
                                kind -> kind.substring(kind.indexOf('.') + 1), Collectors.toCollection(TreeSet::new))));
    }
}

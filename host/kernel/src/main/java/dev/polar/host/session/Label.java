package dev.polar.host.session;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a session has taken in. */
public enum Label {
    /** Content from outside, which may tell a model what to do. */
    UNTRUSTED,
    /** Data of the operator's or of a person, which others should not have. */
    PRIVATE;

    private static final Set<Label> TOXIC = Set.of(values());

    /** The word in records, policies and lists. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of several, in order. */
    public static Set<String> texts(Set<Label> labels) {
        var texts = new TreeSet<String>();
        labels.forEach(label -> texts.add(label.text()));
        return texts;
    }

    /** Whether whoever wrote the one could have the other sent away. */
    public static boolean toxic(Set<Label> labels) {
        return labels.containsAll(TOXIC);
    }
}

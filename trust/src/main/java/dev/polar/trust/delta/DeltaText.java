package dev.polar.trust.delta;

import java.util.List;

/** A delta as people read it: sign, thing, the word WIDER where it has to be consented to, and why. */
final class DeltaText {
    private static final int WIDEST = 60;

    private DeltaText() {}

    static List<String> lines(Delta delta, String look) {
        int width = delta.items().stream()
                .mapToInt(item -> item.what().length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        return delta.items().stream().map(item -> line(item, width, look)).toList();
    }

    private static String line(Item item, int width, String look) {
        var what = item.what() + " ".repeat(Math.max(0, width - item.what().length()));
        var meaning = item.meaning() == Meaning.WIDER ? "WIDER" : "     ";
        var why = item.sign() == Sign.CHANGED && item.kind().named() ? look : item.reason();
        return (item.sign().mark() + " " + what + "   " + meaning + "   " + why).stripTrailing();
    }
}

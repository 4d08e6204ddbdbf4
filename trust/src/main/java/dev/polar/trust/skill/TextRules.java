package dev.polar.trust.skill;

import dev.polar.trust.container.Entry;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.HiddenCharacter;
import java.util.List;

/** What every text file of a package has to keep to. */
final class TextRules {
    private static final int EACH = 5;

    private TextRules() {}

    static void check(Entry entry, List<Finding> findings) {
        // Other people's programs hold such characters in tables and tests, and are confined; nobody reads them.
        boolean vendored = entry.name().startsWith("dev.polar/vendor/");
        FileText.unlessBinary(entry).ifPresent(text -> {
            for (var hidden : HiddenCharacter.in(text.text(), vendored ? 1 : EACH)) {
                findings.add(new Finding(
                        entry.name(),
                        hidden.line(),
                        "hidden-character",
                        vendored ? Severity.NOTE : Severity.DANGER,
                        "column " + hidden.column() + " holds " + hidden + ", which a reader does not see"));
            }
            if (!vendored) {
                control(entry.name(), text.text(), findings);
            }
        });
    }

    private static void control(String file, String text, List<Finding> findings) {
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c >= 0x7f && c <= 0x9f) {
                var message = String.format("a control character U+%04X, which a terminal may obey", (int) c);
                findings.add(new Finding(file, line, "control-character", Severity.WARNING, message));
                return;
            }
        }
    }
}

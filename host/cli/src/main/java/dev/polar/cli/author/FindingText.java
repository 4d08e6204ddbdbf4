package dev.polar.cli.author;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.Finding.Severity;
import jakarta.json.JsonArray;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Findings as they are shown: how bad, where, which rule, what. */
public final class FindingText {
    private FindingText() {}

    public static void print(List<Finding> findings, Consumer<String> line) {
        for (var finding : findings) {
            line.accept(String.format("%-8s %s", word(finding.severity()), finding));
        }
    }

    static JsonArray json(List<Finding> findings) {
        var array = StrictJson.provider().createArrayBuilder();
        for (var finding : findings) {
            array.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("file", finding.file())
                    .add("line", finding.line())
                    .add("rule", finding.rule())
                    .add("severity", word(finding.severity()))
                    .add("message", finding.message()));
        }
        return array.build();
    }

    static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}

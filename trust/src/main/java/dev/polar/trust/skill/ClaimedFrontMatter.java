package dev.polar.trust.skill;

import dev.polar.trust.container.Entry;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody says that the front matter of a {@code SKILL.md} is, held against the file (SEP-2640, "Frontmatter
 * Verification"): whoever approved the one must not be read the other.
 */
public final class ClaimedFrontMatter {
    private ClaimedFrontMatter() {}

    /** The first member that the file does not have so; {@code front matter} if the file has none that can be read. */
    public static Optional<String> wrong(Entry file, JsonObject claimed) {
        var findings = new ArrayList<Finding>();
        var values = FrontMatter.read(file.name(), FileText.of(file).text(), findings)
                .values();
        if (findings.stream().anyMatch(one -> one.severity() == Finding.Severity.DANGER)) {
            return Optional.of("front matter");
        }
        return values.members().stream()
                .map(Yaml.Member::key)
                .filter(key -> !claimed.containsKey(key))
                .findFirst()
                .or(() -> claimed.entrySet().stream()
                        .filter(member -> values.find(member.getKey())
                                .filter(there -> same(there.value(), member.getValue()))
                                .isEmpty())
                        .map(member -> member.getKey())
                        .findFirst());
    }

    private static boolean same(Yaml file, JsonValue claimed) {
        return switch (file) {
            case Yaml.Scalar(var text, var line) -> scalar(text, claimed);
            case Yaml.Sequence(var items, var line) -> {
                boolean same = claimed instanceof JsonArray array && array.size() == items.size();
                for (int i = 0; same && i < items.size(); i++) {
                    same = same(items.get(i), claimed.asJsonArray().get(i));
                }
                yield same;
            }
            case Yaml.Mapping(var members, var line) ->
                claimed instanceof JsonObject object
                        && object.size() == members.size()
                        && members.stream()
                                .allMatch(member -> object.containsKey(member.key())
                                        && same(member.value(), object.get(member.key())));
        };
    }

    /** A scalar is read here as it is written; a server may have made a number or a truth value of it. */
    private static boolean scalar(Optional<String> text, JsonValue claimed) {
        return switch (claimed.getValueType()) {
            case STRING -> text.orElse("").equals(((JsonString) claimed).getString());
            case NUMBER ->
                text.filter(written -> number(written, (JsonNumber) claimed)).isPresent();
            case TRUE, FALSE ->
                text.filter(written -> written.toLowerCase(Locale.ROOT).equals(claimed.toString()))
                        .isPresent();
            case NULL -> text.isEmpty();
            case ARRAY, OBJECT -> false;
        };
    }

    private static boolean number(String written, JsonNumber claimed) {
        try {
            return new BigDecimal(written).compareTo(claimed.bigDecimalValue()) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

package dev.polar.host.broker;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replaces the values of secrets by their names: as they are, without the scheme before them ({@code Bearer}),
 * percent-encoded, in base64, in hex, and as JSON writes them. Who holds a value can always disguise it; this keeps it from
 * getting out by accident or by a plain echo.
 */
final class SecretMask {
    /** Shorter values would be found everywhere. */
    static final int SHORTEST = 8;

    static final SecretMask NONE = new SecretMask(List.of());

    private final List<Map.Entry<String, String>> replacements;

    private SecretMask(List<Map.Entry<String, String>> replacements) {
        this.replacements = replacements;
    }

    /** @param values by name, several may share one */
    static SecretMask of(Collection<Map.Entry<String, String>> values) {
        return new SecretMask(values.stream()
                .flatMap(secret -> forms(secret.getValue())
                        .filter(form -> form.length() >= SHORTEST)
                        .distinct()
                        .map(form -> Map.entry(form, "[secret:" + secret.getKey() + "]")))
                .sorted(Comparator.comparingInt((Map.Entry<String, String> form) ->
                                form.getKey().length())
                        .reversed())
                .toList());
    }

    String masked(String text) {
        var masked = text;
        for (var replacement : replacements) {
            masked = masked.replace(replacement.getKey(), replacement.getValue());
        }
        return masked;
    }

    byte[] masked(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var masked = text;
        for (var replacement : replacements) {
            masked = masked.replace(latin(replacement.getKey()), replacement.getValue());
        }
        return masked.equals(text) ? bytes : masked.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Stream<String> forms(String value) {
        int space = value.indexOf(' ');
        var bare = value.substring(space + 1).strip();
        return Stream.of(value, bare).flatMap(SecretMask::written);
    }

    private static Stream<String> written(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var percent = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var json = quoted(value);
        return Stream.of(
                value,
                percent,
                percent.replace("+", "%20"),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                json.substring(1, json.length() - 1));
    }

    private static String quoted(String value) {
        JsonValue json = StrictJson.provider().createValue(value);
        return json.toString();
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

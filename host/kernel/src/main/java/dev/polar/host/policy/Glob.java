package dev.polar.host.policy;

import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any text. */
public record Glob(String text, Pattern compiled) {
    static final Glob ANY = of("*");

    static Glob of(String text) {
        var regex = new StringBuilder();
        for (var part : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    boolean matches(String value) {
        return text.equals("*") || compiled.matcher(value).matches();
    }
}

package dev.polar.dist;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a page shows: {@code ...} stands for any part of a line, alone on a line for any lines, 7777 for any port. */
record Shown(String text) {

    boolean matches(String output) {
        var lines = text.lines()
                .map(line -> line.strip().equals("...") ? "(?:.*\\n)*?" : line(line) + "\\n")
                .collect(Collectors.joining());
        return Pattern.matches(lines, output.endsWith("\n") ? output : output + "\n");
    }

    private static String line(String line) {
        return Arrays.stream(line.split("(?<=\\.\\.\\.)|(?=\\.\\.\\.)|(?<=7777)|(?=7777)"))
                .map(part -> switch (part) {
                    case "..." -> ".*";
                    case "7777" -> "\\d+";
                    default -> Pattern.quote(part);
                })
                .collect(Collectors.joining());
    }
}

package dev.polar.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The steps of a page in Markdown: its blocks fenced as {@code sh}, {@code chat} and {@code approve}, each with the plain block right
 * below it, which shows what comes back.
 */
record Page(List<Step> steps) {
    private static final Pattern EXIT = Pattern.compile("# exit (\\d+)$");

    /**
     * One block.
     *
     * @param line where it begins
     * @param shown what the page shows below; empty if nothing
     */
    record Step(int line, String language, String text, String shown) {
        /** What its last command ends with: {@code # exit 4}, otherwise 0. */
        int exit() {
            var said = EXIT.matcher(text);
            return said.find() ? Integer.parseInt(said.group(1)) : 0;
        }
    }

    static Page read(List<String> lines) {
        var steps = new ArrayList<Step>();
        for (int at = 0; at < lines.size(); at++) {
            var language = lines.get(at).startsWith("```") ? lines.get(at).substring(3) : "";
            boolean fence = lines.get(at).startsWith("```");
            int end = fence ? end(lines, at) : at;
            if (List.of("sh", "chat", "approve").contains(language)) {
                boolean below = end + 1 < lines.size() && lines.get(end + 1).equals("```");
                int last = below ? end(lines, end + 1) : end;
                steps.add(new Step(
                        at + 1,
                        language,
                        String.join("\n", lines.subList(at + 1, end)),
                        below ? String.join("\n", lines.subList(end + 2, last)) : ""));
                end = last;
            }
            at = end;
        }
        return new Page(steps);
    }

    private static int end(List<String> lines, int start) {
        int end = start + 1;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        return end;
    }
}

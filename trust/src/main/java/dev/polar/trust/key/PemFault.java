package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds where a text stops being a PEM block; asked only when it is none. */
final class PemFault {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern FIRST = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*");
    private static final Pattern BODY = Pattern.compile("[A-Za-z0-9+/=\\s]*+");
    private static final int LONGEST_SHOWN = 40;

    private final List<String> lines;

    private PemFault(String text) {
        lines = text.lines().toList();
    }

    /** Why the first block of a text cannot be read, with its line, its column and what stands there. */
    static Refusal in(String text) {
        var fault = new PemFault(text);
        for (int i = 0; i < fault.lines.size(); i++) {
            if (fault.lines.get(i).contains(BEGIN)) {
                return fault.inBlock(i);
            }
        }
        return fault.withoutBlock();
    }

    private Refusal inBlock(int begin) {
        var line = lines.get(begin);
        int at = line.indexOf(BEGIN);
        var first = FIRST.matcher(line).region(at, line.length());
        if (!first.matches()) {
            return refused(begin, at, "a first line is exactly -----BEGIN PUBLIC KEY----- or the like", "");
        }
        var label = first.group(1);
        var last = "-----END " + label + "-----";
        var body = new StringBuilder();
        for (int i = begin + 1; i < lines.size(); i++) {
            var here = lines.get(i);
            if (here.startsWith(last)) {
                return refused(i, 0, "the base64 before this line is cut off or has something added", whole(body));
            }
            if (here.startsWith("-")) {
                return refused(i, 0, "the last line of this block is " + last, "");
            }
            var good = BODY.matcher(here);
            good.lookingAt();
            if (good.end() < here.length()) {
                return refused(i, good.end(), "this is not base64", "");
            }
            body.append(here.strip());
        }
        return refused(lines.size() - 1, lines.getLast().length(), "the block has no end: " + last + " is missing", "");
    }

    private static String whole(CharSequence body) {
        try {
            Base64.getDecoder().decode(body.toString());
            return "";
        } catch (IllegalArgumentException why) {
            return String.valueOf(why.getMessage());
        }
    }

    private Refusal withoutBlock() {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.startsWith("ssh-")) {
                return refused(i, 0, "this is a key of OpenSSH, and keys here are PEM", "");
            }
            int dashes = line.indexOf("--");
            if (dashes >= 0 || line.contains("BEGIN")) {
                return refused(i, Math.max(dashes, 0), "this is not a first line of PEM", "");
            }
        }
        return refused(0, 0, "this is not a PEM file: there is no line -----BEGIN PUBLIC KEY----- in it", "");
    }

    private Refusal refused(int line, int column, String what, String more) {
        var text = line < lines.size() ? lines.get(line) : "";
        var token = CleanText.line(text.substring(Math.min(column, text.length())));
        var shown = token.length() <= LONGEST_SHOWN ? token : token.substring(0, LONGEST_SHOWN) + "...";
        var place = "line " + (line + 1) + ", column " + (column + 1);
        return new Refusal(
                Code.KEY_INVALID,
                place + (shown.isEmpty() ? ", at its end" : ", at '" + shown + "'") + ": " + what
                        + (more.isEmpty() ? "" : " (" + more + ")"),
                meant(text)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("take the file from its source again, or make a key with 'polar key new'"),
                Map.of("line", Integer.toString(line + 1), "column", Integer.toString(column + 1)));
    }

    private static Optional<String> meant(String line) {
        var known = List.of(
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                "-----END PUBLIC KEY-----",
                "-----END PRIVATE KEY-----",
                "-----END ENCRYPTED PRIVATE KEY-----");
        return Nearest.to(line.strip(), known).filter(near -> !near.equals(line.strip()));
    }
}

package dev.polar.host;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the text of a setting becomes its value; what does not fit is an {@link IllegalArgumentException}. */
final class SettingValue {
    private static final Pattern SHORT_DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Pattern PASSWORD = Pattern.compile("(://[^:/@?]*:)[^@]*@|(password=)[^&]*");

    private static final int MOST_ISSUERS = 10;

    private SettingValue() {}

    static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        return text;
    }

    static String oneOf(String text, String... words) {
        if (!List.of(words).contains(text)) {
            throw new IllegalArgumentException("neither " + String.join(" nor ", words));
        }
        return text;
    }

    /** Whether nothing but this machine reaches that address. */
    static boolean loopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** Addresses, with commas between them. */
    static List<URI> issuers(String text) {
        var all = Arrays.stream(text(text).split(",", -1)).map(String::strip).toList();
        if (all.size() > MOST_ISSUERS) {
            throw new IllegalArgumentException("more than " + MOST_ISSUERS);
        }
        return all.stream().map(SettingValue::web).toList();
    }

    private static URI web(String text) {
        var uri = URI.create(text);
        if (!"https".equals(uri.getScheme())
                        && !("http".equals(uri.getScheme()) && loopback(String.valueOf(uri.getHost())))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not https://NAME/PATH; http is for this machine alone");
        }
        return uri;
    }

    /** A file, or an address. */
    static String fileOrWeb(String text) {
        return text.startsWith("http") ? web(text).toString() : directory(text).toString();
    }

    /** Words of RFC 6749, section 3.3, or {@code none}. */
    static List<String> scopes(String text) {
        var words = List.of(text(text).strip().split(" +"));
        if (!words.stream().allMatch(word -> word.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}"))) {
            throw new IllegalArgumentException("not words with spaces between them");
        }
        return words.equals(List.of("none")) ? List.of() : words;
    }

    static Path directory(String text) {
        return Path.of(text(text)).toAbsolutePath().normalize();
    }

    static int number(String text, int least, int most) {
        if (!text.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException("not a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** {@code 500ms}, {@code 2s}, {@code 15m}, {@code 72h}, {@code 7d}. */
    static Duration duration(String text) {
        var found = SHORT_DURATION.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("not a duration like 500ms, 2s, 15m, 72h or 7d");
        }
        long amount = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static Duration positive(String text) {
        var duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing");
        }
        return duration;
    }

    /** A duration, or {@code never}. */
    static Optional<Duration> orNever(String text) {
        return text.equals("never") ? Optional.empty() : Optional.of(duration(text));
    }

    /** Whole days, or {@code forever}. */
    static Optional<Duration> orForever(String text) {
        if (text.equals("forever")) {
            return Optional.empty();
        }
        if (!text.matches("[1-9][0-9]{0,4}d")) {
            throw new IllegalArgumentException("neither a number of days like 90d nor 'forever'");
        }
        return Optional.of(duration(text));
    }

    static String shown(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(SettingValue::shown).orElse("");
            case List<?> list -> list.stream().map(SettingValue::shown).collect(Collectors.joining(", "));
            default ->
                PASSWORD.matcher(value.toString())
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) != null ? found.group(1) + "***@" : found.group(2) + "***"));
        };
    }
}

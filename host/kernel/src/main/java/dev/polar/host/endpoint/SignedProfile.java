package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.policy.Glob;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A profile as an operator signs it: {@code sees} (patterns), {@code readOnly}, {@code search}, {@code bareNames}, {@code
 * waitSeconds}. What is not said is not a member, so that a client without a profile signs what it always did.
 */
final class SignedProfile {
    private static final Pattern TARGETS = Pattern.compile("[A-Za-z0-9._*-]{1,128}/[!-+\\--~]{1,256}");
    private static final Pattern SECONDS = Pattern.compile("(0|[1-9][0-9]{0,2})s?|([1-9])m|(10)m");
    private static final int MOST_PATTERNS = 100;
    private static final int MOST_SECONDS = 600;

    private SignedProfile() {}

    /**
     * Puts what was asked for into the statement: {@code sees} with commas, {@code readOnly}, {@code search} and {@code
     * bareNames} as {@code true}, {@code wait} such as {@code 90s} or {@code 2m}.
     */
    static void write(Map<String, String> with, JsonObjectBuilder body) {
        var sees = new TreeSet<String>();
        Arrays.stream(with.getOrDefault("sees", "").split(","))
                .map(String::strip)
                .forEach(sees::add);
        sees.remove("");
        if (sees.size() > MOST_PATTERNS) {
            throw refused("a profile has at most " + MOST_PATTERNS + " patterns");
        }
        for (var pattern : sees) {
            if (!TARGETS.matcher(pattern).matches()) {
                throw refused("'" + CleanText.line(pattern) + "' is no pattern of targets");
            }
        }
        if (!sees.isEmpty()) {
            body.add("sees", StrictJson.provider().createArrayBuilder(sees));
        }
        for (var flag : new String[] {"readOnly", "search", "bareNames"}) {
            if ("true".equals(with.get(flag))) {
                body.add(flag, true);
            }
        }
        Optional.ofNullable(with.get("wait")).ifPresent(text -> body.add("waitSeconds", seconds(text)));
    }

    static ClientProfile read(JsonObject body) {
        var sees = body.containsKey("sees")
                ? body.getJsonArray("sees").getValuesAs(JsonString.class).stream()
                        .map(pattern -> Glob.of(pattern.getString()))
                        .toList()
                : ClientProfile.ALL.sees();
        return new ClientProfile(
                sees,
                body.getBoolean("readOnly", false),
                body.getBoolean("search", false),
                body.getBoolean("bareNames", false),
                body.containsKey("waitSeconds")
                        ? Optional.of(Duration.ofSeconds(body.getInt("waitSeconds")))
                        : Optional.empty());
    }

    private static int seconds(String text) {
        var form = SECONDS.matcher(text);
        if (!form.matches()) {
            throw refused("'" + CleanText.line(text) + "' is not how long a call waits: at most 10m");
        }
        var minutes = Optional.ofNullable(form.group(2)).or(() -> Optional.ofNullable(form.group(3)));
        int seconds =
                minutes.map(number -> Integer.parseInt(number) * 60).orElseGet(() -> Integer.parseInt(form.group(1)));
        if (seconds > MOST_SECONDS) {
            throw refused("a call waits at most 10m for an approval");
        }
        return seconds;
    }

    private static Refusal refused(String message) {
        return new Refusal(
                Code.REQUEST_INVALID,
                message,
                "polar client add NAME --sees 'acme.github/get_*' --read-only --wait 2m");
    }
}

package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.regex.Pattern;

/** Where the host puts a secret: in its own requests, or before the eyes of the plugin's processes. */
sealed interface SecretPlacement {
    /** {@code header:NAME}: the header's whole value. */
    record Header(String name) implements SecretPlacement {
        @Override
        public String toString() {
            return "header:" + name;
        }
    }

    /** {@code query:NAME}: a parameter of the URL, percent-encoded. */
    record Query(String name) implements SecretPlacement {
        @Override
        public String toString() {
            return "query:" + name;
        }
    }

    /** {@code env}: no place in a request; a process that may see it finds it in its environment. */
    record Environment() implements SecretPlacement {
        @Override
        public String toString() {
            return "env";
        }
    }

    /** Printable ASCII reaches a header; a parameter is encoded. */
    default boolean carries(String value) {
        return switch (this) {
            case Header header -> Headers.value(value) && value.equals(value.strip());
            case Query query -> value.chars().noneMatch(Character::isISOControl);
            case Environment environment -> value.chars().noneMatch(Character::isISOControl);
        };
    }

    /**
     * Reads one.
     *
     * @throws Refusal {@code SECRET_INVALID}
     */
    static SecretPlacement parse(String text) {
        int colon = text.indexOf(':');
        var name = text.substring(colon + 1);
        if (text.startsWith("header:") && Headers.name(name) && !Headers.kept(name)) {
            return new Header(name);
        }
        if (text.equals("env")) {
            return new Environment();
        }
        if (text.startsWith("query:") && Form.QUERY.matcher(name).matches()) {
            return new Query(name);
        }
        throw new Refusal(
                Code.SECRET_INVALID,
                "'" + CleanText.line(text) + "' is no place for a secret",
                "--in header:Authorization, --in query:key, or --in env for a plugin that holds secret.env");
    }

    /** What a parameter is called. */
    final class Form {
        private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

        private Form() {}
    }
}

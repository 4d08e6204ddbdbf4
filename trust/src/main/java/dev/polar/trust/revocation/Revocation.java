package dev.polar.trust.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry: what is taken back and why.
 *
 * @param id the entry's name; in a list of somebody else's it follows the list's name and a colon
 * @param value what is named, in the form of its {@link Kind}
 * @param effectiveAt from when on
 * @param compromisedSince spares contents that this installation recorded before; absent spares nothing
 */
public record Revocation(
        String id,
        Kind kind,
        String value,
        Mode mode,
        String reason,
        Instant effectiveAt,
        Optional<Instant> compromisedSince) {
    private static final String MODE = "mode";
    private static final Pattern PUBLISHER_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /** Sparing nothing. */
    public Revocation(String id, Kind kind, String value, Mode mode, String reason, Instant effectiveAt) {
        this(id, kind, value, mode, reason, effectiveAt, Optional.empty());
    }

    /** What an entry can name. */
    public enum Kind {
        /** A signing key: the 64 hex digits of its id. */
        KEY("the 64 hex digits of a key id"),
        /** A publisher's name. */
        PUBLISHER("a publisher's name as in acme"),
        /** A plugin, all versions: {@code acme.weather}. */
        PLUGIN("a plugin's name as in acme.weather"),
        /** {@code acme.weather@1.4.0}, or a range: {@code acme.weather@[1.0,1.4.2)}. */
        VERSION("as in acme.weather@1.4.0 or acme.weather@[1.0,1.4.2)"),
        /** A content, file, manifest or entry digest, {@code sha256:<hex>}. */
        DIGEST("as in sha256:<64 hex digits>"),
        /** One tool of a plugin, {@code acme.weather/forecast}: the others go on. */
        TOOL("as in acme.weather/forecast");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        /** The word in lists and on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of that label. */
        public static Optional<Kind> labelled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst();
        }

        /** Every label. */
        public static List<String> labels() {
            return Arrays.stream(values()).map(Kind::label).toList();
        }

        /** How a value of it is written. */
        public String form() {
            return form;
        }

        /**
         * The value in its one form.
         *
         * @throws IllegalArgumentException if it is none of this kind
         */
        public String checked(String value) {
            try {
                return switch (this) {
                    case KEY -> new KeyId(value).hex();
                    case PUBLISHER -> publisher(value);
                    case PLUGIN -> new PluginId(value).name();
                    case VERSION -> Versions.of(value).toString();
                    case DIGEST -> Digest.parse(value).toString();
                    case TOOL -> ToolId.of(value).toString();
                };
            } catch (Refusal notOne) {
                throw new IllegalArgumentException(notOne.getMessage(), notOne);
            }
        }

        private static String publisher(String value) {
            if (!PUBLISHER_NAME.matcher(value).matches()) {
                throw new IllegalArgumentException("not a publisher's name");
            }
            return value;
        }
    }

    /** Hard cancels what is in flight; soft lets it finish. */
    public enum Mode {
        HARD,
        SOFT;

        /** The word in lists and on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The mode of that label. */
        public static Optional<Mode> labelled(String label) {
            return Arrays.stream(values())
                    .filter(mode -> mode.label().equals(label))
                    .findFirst();
        }

        /** Every label. */
        public static List<String> labels() {
            return Arrays.stream(values()).map(Mode::label).toList();
        }
    }

    /** The same, whatever time it says that it takes effect. */
    public Revocation atOnce() {
        return new Revocation(id, kind, value, mode, reason, Instant.EPOCH, compromisedSince);
    }

    /** The same entry, named as of that list. */
    Revocation of(String list) {
        return new Revocation(list + ":" + id, kind, value, mode, reason, effectiveAt, compromisedSince);
    }

    /** Whether it takes back the same in the same way from the same time; reasons may be worded anew. */
    boolean holds(Revocation earlier) {
        return new Revocation(id, kind, value, mode, earlier.reason, effectiveAt, compromisedSince).equals(earlier);
    }

    /** The refusal that tells of this entry. */
    public Refusal refusal(Code code) {
        return new Refusal(
                code,
                value + " was revoked: " + reason,
                "polar revocations list shows what else was taken back",
                Map.of("revocation", id, MODE, mode.label()));
    }

    /** Whether that refusal tells of a revocation that lets finish what is in flight. */
    public static boolean isSoft(Refusal why) {
        return "soft".equals(why.details().get(MODE));
    }
}

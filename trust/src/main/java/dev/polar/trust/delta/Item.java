package dev.polar.trust.delta;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/**
 * One difference between two profiles.
 *
 * @param subject the permission, the tool's name, the key; empty where a release has just one of the kind
 * @param detail of a permission the reason given for it, of a new tool its effect, of anything changed what changed
 */
public record Item(Sign sign, Kind kind, String subject, String detail, Meaning meaning) implements Comparable<Item> {
    private static final Comparator<Item> ORDER = Comparator.comparing(Item::kind)
            .thenComparing(Item::sign)
            .thenComparing(Item::subject)
            .thenComparing(Item::meaning)
            .thenComparing(Item::detail);

    public Item {
        subject = CleanText.line(subject);
        detail = CleanText.line(detail);
    }

    /** What it is about, without the reason: {@code net.connect(a.example:443)}, {@code tool search: input changed}. */
    public String what() {
        return switch (kind) {
            case PERMISSION -> sign == Sign.CHANGED ? subject + ": " + detail : subject;
            case SIGNER -> kind.label() + " " + new KeyId(subject).fingerprint();
            default -> {
                var named = subject.isEmpty() ? kind.label() : kind.label() + " " + subject;
                yield detail.isEmpty()
                        ? named
                        : sign == Sign.CHANGED ? named + ": " + detail : named + " (" + detail + ")";
            }
        };
    }

    /** The reason its author gives, if there is one. */
    public String reason() {
        return kind == Kind.PERMISSION && sign != Sign.CHANGED ? detail : "";
    }

    /** The item as a member of a delta in JSON. */
    public JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("sign", sign.mark())
                .add("kind", kind.label())
                .add("subject", subject)
                .add("detail", detail)
                .add("meaning", meaning.label())
                .build();
    }

    /** Reads what {@link #json} wrote. */
    static Item of(JsonObject json) {
        return new Item(
                only(Sign.values(), Sign::mark, json.getString("sign")),
                only(Kind.values(), Kind::label, json.getString("kind")),
                json.getString("subject"),
                json.getString("detail"),
                Meaning.valueOf(json.getString("meaning").toUpperCase(Locale.ROOT)));
    }

    private static <T> T only(T[] all, Function<T, String> word, String wanted) {
        for (var one : all) {
            if (word.apply(one).equals(wanted)) {
                return one;
            }
        }
        throw new IllegalArgumentException("'" + CleanText.line(wanted) + "' is no word of a delta");
    }

    @Override
    public int compareTo(Item other) {
        return ORDER.compare(this, other);
    }
}

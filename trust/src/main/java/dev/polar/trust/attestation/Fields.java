package dev.polar.trust.attestation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the members of one object and names the place of what is wrong. */
record Fields(JsonObject object, String where) {
    /** Largest document of this package, in bytes: 4 MiB. */
    static final int MOST_BYTES = 4 << 20;

    private static final Pattern UTC =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|\\+00:00)");

    static Fields parse(byte[] json, String where) {
        try {
            return new Fields(StrictJson.object(json, StrictJson.Limits.bytes(MOST_BYTES)), where);
        } catch (JsonFault fault) {
            throw refusal(where, fault.toString());
        }
    }

    static void atMost(int most, int count, String what) {
        if (count > most) {
            throw refusal("attestations", count + " " + what + ", and at most " + most + " are read");
        }
    }

    void only(Set<String> known) {
        for (var key : object.keySet()) {
            if (!known.contains(key)) {
                throw wrong("unknown key '" + CleanText.line(key) + "'");
            }
        }
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> wrong("'" + key + "' is missing"));
    }

    Optional<String> optionalText(String key) {
        return switch (object.get(key)) {
            case null -> Optional.empty();
            case JsonString text -> Optional.of(text.getString());
            case JsonValue other -> throw wrong("'" + key + "' is not a string");
        };
    }

    /** RFC 4648 section 4, padded, without white space, in the one form that encoding gives. */
    byte[] base64(String key) {
        var text = text(key);
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw wrong("'" + key + "' is not padded base64 without white space");
    }

    List<Fields> objects(String key, int most) {
        if (!(object.get(key) instanceof JsonArray array)) {
            throw wrong("'" + key + "' is not a list");
        }
        atMost(most, array.size(), key);
        var list = new ArrayList<Fields>(array.size());
        for (var value : array) {
            var place = where + "." + key + "[" + list.size() + "]";
            if (!(value instanceof JsonObject element)) {
                throw refusal(place, "not an object");
            }
            list.add(new Fields(element, place));
        }
        return list;
    }

    List<String> texts(String key, int most) {
        if (!(object.get(key) instanceof JsonArray array)) {
            throw wrong("'" + key + "' is not a list");
        }
        atMost(most, array.size(), key);
        return array.stream()
                .map(value -> value instanceof JsonString text ? text.getString() : "")
                .toList();
    }

    Fields object(String key) {
        if (object.get(key) instanceof JsonObject inner) {
            return new Fields(inner, where + "." + key);
        }
        throw wrong("'" + key + "' is not an object");
    }

    /** An integer from 1 to 2^31-1. */
    int positive(String key) {
        if (object.get(key) instanceof JsonNumber number && number.toString().matches("[1-9][0-9]{0,9}")) {
            long value = number.longValue();
            if (value <= Integer.MAX_VALUE) {
                return (int) value;
            }
        }
        throw wrong("'" + key + "' is not an integer from 1 to " + Integer.MAX_VALUE);
    }

    /** RFC 3339 in UTC. */
    Instant utc(String key) {
        var text = text(key);
        try {
            if (UTC.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw wrong("'" + key + "' is not a time in UTC as in 2026-11-21T08:00:00Z");
    }

    Refusal wrong(String what) {
        return refusal(where, what);
    }

    private static Refusal refusal(String where, String what) {
        return new Refusal(
                Code.SIGNATURE_INVALID,
                where + ": " + what,
                "nothing unreadable counts as a signature: get the file from its source again",
                Map.of("path", where));
    }
}

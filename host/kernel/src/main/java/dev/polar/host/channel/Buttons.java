package dev.polar.host.channel;

import dev.polar.host.store.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What the buttons of a card carry. A value follows from the master key, the request, the room, the person and the
 * decision, so that a page that is opened again shows the same one; the database holds hashes of them only.
 */
final class Buttons {
    private final MasterKey key;

    Buttons(MasterKey key) {
        this.key = key;
    }

    /** The two decisions of a card. */
    enum Decision {
        APPROVE,
        DENY
    }

    /** Whose button it is. */
    record Place(String approval, String account, String room, String person) {}

    String value(Place place, Decision decision) {
        return key.pseudonym(
                "approval button",
                String.join("\n", place.approval(), place.account(), place.room(), place.person(), decision.name()));
    }

    /** As it is kept. */
    String hash(String value) {
        return key.pseudonym("approval button at rest", value);
    }

    /** Whether the value is of that button: a row that someone wrote into the database makes none. */
    boolean isOf(Place place, Decision decision, String value) {
        return MessageDigest.isEqual(
                value(place, decision).getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.polar.host.channel;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * One message as the page shows it.
 *
 * @param seq its place among all messages; the event's id
 * @param sender {@code user}, {@code agent}, or {@code approval} for a {@link Card}
 * @param text what was said, or the card's JSON
 */
record WebMessage(long seq, String sender, String text, Instant at) {
    static final String CARD = "approval";

    boolean isCard() {
        return sender.equals(CARD);
    }

    JsonObject data() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("id", Long.toString(seq))
                .add("from", sender)
                .add("text", text)
                .add("at", at.toString())
                .build();
    }

    /** In the form of a server-sent event (HTML standard, section 9.2). Canonical JSON has no line break. */
    String event(String type, JsonObject data) {
        return "event: " + type + "\nid: " + seq + "\ndata: " + Canonical.text(data) + "\n\n";
    }
}

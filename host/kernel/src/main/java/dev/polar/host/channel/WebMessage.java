package dev.polar.host.channel;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.time.Instant;

/**
 * One message as the page shows it.
 *
 * @param seq its place among all messages; the event's id
 * @param sender {@code user} or {@code agent}
 */
record WebMessage(long seq, String sender, String text, Instant at) {
    /** In the form of a server-sent event (HTML standard, section 9.2). Canonical JSON has no line break. */
    String event() {
        var data = StrictJson.provider()
                .createObjectBuilder()
                .add("id", Long.toString(seq))
                .add("from", sender)
                .add("text", text)
                .add("at", at.toString())
                .build();
        return "event: message\nid: " + seq + "\ndata: " + Canonical.text(data) + "\n\n";
    }
}

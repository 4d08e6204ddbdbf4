package dev.polar.host.endpoint;

import dev.polar.runtime.PlainText;
import dev.polar.runtime.Severity;
import dev.polar.runtime.rpc.Wire;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Optional;

/** What plugins say beside their answers, fit to be passed on: short, without control characters, marked untrusted. */
final class Told {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_DATA = 16 << 10;

    private Told() {}

    static byte[] progress(JsonValue token, double done, Optional<Double> total, Optional<String> message) {
        var params = JSON.createObjectBuilder().add("progressToken", token).add("progress", done);
        total.ifPresent(all -> params.add("total", all));
        message.ifPresent(text -> params.add("message", shortened(text, LONGEST_TEXT)));
        return Wire.notification(
                "notifications/progress", Untrusted.mark(params).build());
    }

    static byte[] message(Severity severity, String logger, JsonValue data) {
        var plain = PlainText.of(data);
        var text = Canonical.text(plain);
        return Wire.notification(
                "notifications/message",
                Untrusted.mark(JSON.createObjectBuilder()
                                .add("level", severity.text())
                                .add("logger", shortened(logger, LONGEST_TEXT))
                                .add(
                                        "data",
                                        text.length() <= LONGEST_DATA
                                                ? plain
                                                : JSON.createValue(shortened(text, LONGEST_DATA))))
                        .build());
    }

    private static String shortened(String text, int longest) {
        var plain = PlainText.plain(text);
        if (plain.length() <= longest) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(longest - 1)) ? longest - 1 : longest;
        return plain.substring(0, end) + "...";
    }
}

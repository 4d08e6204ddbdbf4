package dev.polar.runtime.worker;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;

/** A refusal as the error of a reply: its code, hint and details are the error's data. */
public final class RefusalJson {
    /** The only number of an error there is; what happened is in the data. */
    private static final long REFUSED = -32000;

    private RefusalJson() {}

    public static Reply.Fault write(Refusal why) {
        var details = Members.builder();
        why.details().forEach((name, value) -> details.add(whole(name), whole(value)));
        JsonValue data = Members.builder()
                .add("code", why.code().name())
                .add("hint", whole(why.hint()))
                .add("details", details)
                .build();
        return new Reply.Fault(REFUSED, whole(String.valueOf(why.getMessage())), Optional.of(data));
    }

    /** Half a character, as cutting a text leaves it, becomes a question mark. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    public static Refusal read(Reply.Fault fault) {
        var said = Members.in(fault.data().orElse(JsonValue.NULL));
        var details = new LinkedHashMap<String, String>();
        JsonObject all = said.object("details").of();
        all.forEach((name, value) -> {
            if (value instanceof JsonString text) {
                details.put(name, text.getString());
            }
        });
        return new Refusal(said.as("code", Code::valueOf), fault.message(), said.text("hint"), details);
    }
}

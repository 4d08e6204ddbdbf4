package dev.polar.runtime.skill;

import dev.polar.runtime.Answer;
import dev.polar.runtime.PlainText;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonArray;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a script wrote to standard output, as an answer. The contract alone says how it is read, never the output: where
 * {@code output} has {@code "type": "string"}, as text; otherwise as one JSON object, which the gate holds against it.
 */
final class ScriptAnswer {
    /** The most a script may write, in bytes. */
    static final int MOST = 1 << 20;

    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(MOST, 64);

    private ScriptAnswer() {}

    /** @throws Refusal {@code RESULT_INVALID} */
    static Answer of(String label, Script script, byte[] written) {
        if (script.text().isPresent()) {
            return text(label, script.text().get(), decoded(label, written));
        }
        if (written.length == 0) {
            throw invalid(label, "it wrote nothing to standard output");
        }
        try {
            var object = PlainText.of(StrictJson.object(written, LIMITS));
            return new Answer(content(Canonical.text(object)), Optional.of(object), false);
        } catch (JsonFault fault) {
            throw invalid(label, "standard output is not one JSON object: " + PlainText.plain(fault.getMessage()));
        }
    }

    private static Answer text(String label, ContractSchema contract, String written) {
        var text = PlainText.plain(written.endsWith("\n") ? written.substring(0, written.length() - 1) : written);
        contract.check(StrictJson.provider().createValue(text)).ifPresent(violation -> {
            throw invalid(label, violation.message());
        });
        return new Answer(content(text), Optional.empty(), false);
    }

    private static String decoded(String label, byte[] written) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(written))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(label, "standard output is not UTF-8");
        }
    }

    private static JsonArray content(String text) {
        return StrictJson.provider()
                .createArrayBuilder()
                .add(StrictJson.provider()
                        .createObjectBuilder()
                        .add("type", "text")
                        .add("text", text))
                .build();
    }

    static Refusal invalid(String label, String why) {
        return new Refusal(
                Code.RESULT_INVALID,
                label + " answered with something that is no result: " + why,
                "report it to the plugin's author");
    }
}

package dev.polar.host.gate;

import dev.polar.host.snapshot.Offered;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reading a file of a skill: {@code {"file": path}} within it, {@code SKILL.md} if none is named. */
final class SkillFiles {
    private SkillFiles() {}

    static Answer read(Offered.Skill skill, Call call) {
        var file = call.arguments().getString("file", "SKILL.md");
        if (!skill.files().contains(file)) {
            throw new Refusal(
                    Code.NOT_FOUND, "skill " + skill.target() + " has no file '" + file + "'", "read SKILL.md first");
        }
        var bytes = skill.text().of(file);
        var block = StrictJson.provider().createObjectBuilder();
        text(bytes)
                .ifPresentOrElse(
                        text -> block.add("type", "text").add("text", text),
                        () -> block.add("type", "blob")
                                .add("data", Base64.getEncoder().encodeToString(bytes)));
        return new Answer(StrictJson.provider().createArrayBuilder().add(block).build(), Optional.empty(), false);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}

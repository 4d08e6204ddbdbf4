package dev.polar.host.admin;

import dev.polar.adminapi.TextChange;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.LineDiff;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What agents read of two releases, side by side: tools, skills, and how servers are started. */
final class ReleaseTexts {
    private ReleaseTexts() {}

    static List<TextChange> between(VerifiedPackage before, VerifiedPackage after) {
        var was = texts(before);
        var is = texts(after);
        var names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        return names.stream()
                .map(name -> new TextChange(
                        CleanText.line(name), LineDiff.of(was.getOrDefault(name, ""), is.getOrDefault(name, ""))))
                .filter(change -> !change.lines().isEmpty())
                .toList();
    }

    private static SortedMap<String, String> texts(VerifiedPackage verified) {
        var texts = new TreeMap<String, String>();
        verified.manifest().tools().forEach(tool -> texts.put("tool " + tool.name(), tool(tool)));
        for (var entry : verified.archive().entries()) {
            if (entry.name().startsWith(SkillFolder.ROOT) || entry.name().equals(McpServers.FILE)) {
                texts.put(entry.name(), text(entry));
            }
        }
        return texts;
    }

    private static String tool(ToolContract tool) {
        return tool.description() + "\neffect " + tool.effect().name().toLowerCase(Locale.ROOT) + "\ntimeout "
                + tool.timeout() + "\ninput " + pretty(tool.input()) + "\noutput " + pretty(tool.output());
    }

    private static String pretty(JsonObject json) {
        var text = new StringWriter();
        try (JsonWriter writer = StrictJson.provider()
                .createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(json);
        }
        return text.toString().strip();
    }

    private static String text(Entry entry) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(entry.bytes()))
                    .toString();
        } catch (CharacterCodingException binary) {
            return entry.bytes().length + " bytes that are no text, " + Digest.of(entry.bytes());
        }
    }
}

package dev.polar.host.policy;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as the JSON it stands for. */
final class YamlJson {
    private YamlJson() {}

    static JsonObject object(Section section) {
        var object = StrictJson.provider().createObjectBuilder();
        section.members().forEach((name, node) -> object.add(name, value(name, node)));
        return object.build();
    }

    private static JsonValue value(String name, Node node) {
        return switch (node) {
            case MappingNode mapping -> object(Section.of("'" + name + "'", mapping));
            case SequenceNode list -> {
                var array = StrictJson.provider().createArrayBuilder();
                list.getValue().forEach(element -> array.add(value(name, element)));
                yield array.build();
            }
            case ScalarNode scalar -> scalar(name, scalar);
            default -> throw Section.invalid("'" + name + "' is neither a value, a list nor a mapping");
        };
    }

    private static JsonValue scalar(String name, ScalarNode scalar) {
        var text = scalar.getValue();
        var tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JsonValue.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return text.equalsIgnoreCase("true") ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                return StrictJson.provider().createValue(new BigDecimal(text));
            } catch (NumberFormatException e) {
                throw Section.invalid("'" + name + "' is a number that JSON does not have: " + text);
            }
        }
        return StrictJson.provider().createValue(text);
    }
}

package dev.polar.host.policy;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping in a file that operators wrote, and where it stands. Whatever it refuses it names with its line.
 *
 * @param name as messages call it
 */
record Section(String name, int line, Map<String, Node> members) {
    static Section of(String name, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(name + ", line " + line(node) + ", is not a mapping of names to values");
        }
        var members = new LinkedHashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw invalid("line " + line(tuple.getKeyNode()) + " has a name that is not plain text");
            }
            if (members.put(key.getValue(), tuple.getValueNode()) != null) {
                throw invalid("line " + line(key) + " says '" + key.getValue() + "' of " + name + " a second time");
            }
        }
        return new Section(name, line(node), members);
    }

    Section called(String better) {
        return new Section(better, line, members);
    }

    /** Refuses other keys, naming the one that was probably meant. */
    Section only(Set<String> known) {
        members.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw invalid(name + " has the unknown key '" + CleanText.line(key) + "' in line " + line(value)
                        + Nearest.to(key, known)
                                .map(near -> ": did you mean '" + near + "'?")
                                .orElse("; known are " + known.stream().sorted().toList()));
            }
        });
        return this;
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    /** A text that is not blank. */
    Optional<String> text(String key) {
        return Optional.ofNullable(members.get(key)).map(node -> text(key, node));
    }

    /** A text, or several. */
    List<String> texts(String key) {
        return switch (members.get(key)) {
            case null -> List.of();
            case SequenceNode list ->
                list.getValue().stream().map(node -> text(key, node)).toList();
            case Node one -> List.of(text(key, one));
        };
    }

    Optional<Boolean> flag(String key) {
        return Optional.ofNullable(members.get(key)).map(node -> {
            if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
                return scalar.getValue().equalsIgnoreCase("true");
            }
            throw wrong(key, "true or false");
        });
    }

    /** A whole number from 1. */
    Optional<Integer> number(String key) {
        return Optional.ofNullable(members.get(key)).map(node -> {
            if (node instanceof ScalarNode scalar
                    && scalar.getTag().equals(Tag.INT)
                    && scalar.getValue().matches("[1-9][0-9]{0,8}")) {
                return Integer.parseInt(scalar.getValue());
            }
            throw wrong(key, "a whole number from 1");
        });
    }

    /** A mapping. */
    Optional<Section> section(String key) {
        return Optional.ofNullable(members.get(key)).map(node -> of("'" + key + "'", node));
    }

    /** A list of mappings, called by their place in it. */
    List<Section> list(String key, String each) {
        if (!(members.get(key) instanceof SequenceNode list)) {
            throw wrong(key, "a list");
        }
        var sections = new ArrayList<Section>();
        for (var node : list.getValue()) {
            sections.add(of(each + " " + (sections.size() + 1), node));
        }
        return sections;
    }

    Refusal wrong(String key, String wanted) {
        var node = members.get(key);
        return invalid(
                "'" + key + "' of " + name + ", line " + (node == null ? line : line(node)) + ", is not " + wanted);
    }

    private String text(String key, Node node) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.STR)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(key, "a text");
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static Refusal invalid(String message) {
        return new Refusal(
                Code.POLICY_INVALID, message, "docs/policy.md shows what can stand there; nothing was changed");
    }
}

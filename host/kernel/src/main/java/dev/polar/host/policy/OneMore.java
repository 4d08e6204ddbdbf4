package dev.polar.host.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One rule more at the end of the rules of a file, which otherwise stays as it was written. */
public record OneMore(
        String id,
        Opinion.Effect effect,
        String target,
        Optional<String> caller,
        Optional<String> reason,
        List<String> approvers) {

    /** One for whoever the pattern fits, and no more said. */
    public OneMore(String id, Opinion.Effect effect, String target, Optional<String> caller) {
        this(id, effect, target, caller, Optional.empty(), List.of());
    }

    /** The same policy with this rule. */
    public String in(String yaml) {
        if (yaml.isBlank()) {
            return "rules:\n" + block(2);
        }
        var rules = YamlText.read("the policy", yaml).members().get(RuleSection.KEY);
        if (!(rules instanceof SequenceNode list)) {
            throw Section.invalid("the policy has no list of rules to add to");
        }
        int end = index(yaml, list);
        if (list.getFlowStyle() == FlowStyle.FLOW) {
            int bracket = end - 1;
            var before = yaml.substring(0, bracket).stripTrailing();
            var comma = before.endsWith("[") || before.endsWith(",") ? "" : ", ";
            return before + comma + flow() + yaml.substring(bracket);
        }
        int indent = list.getStartMark().orElseThrow().getColumn();
        var before = yaml.substring(0, end).stripTrailing();
        return before + "\n" + block(indent) + yaml.substring(end);
    }

    private static int index(String yaml, Node node) {
        return yaml.offsetByCodePoints(0, node.getEndMark().orElseThrow().getIndex());
    }

    private String block(int indent) {
        var margin = " ".repeat(indent);
        return margin + "- id: " + quote(id) + "\n"
                + margin + "  effect: " + word() + "\n"
                + margin + "  target: " + quote(target) + "\n"
                + optional().stream()
                        .map(member -> margin + "  " + member + "\n")
                        .collect(Collectors.joining());
    }

    private String flow() {
        return "{id: " + quote(id) + ", effect: " + word() + ", target: " + quote(target)
                + optional().stream().map(member -> ", " + member).collect(Collectors.joining()) + "}";
    }

    private List<String> optional() {
        var named = approvers.stream().map(OneMore::quote).collect(Collectors.joining(", ", "approvers: [", "]"));
        return Stream.of(
                        caller.map(pattern -> "caller: " + quote(pattern)),
                        reason.map(text -> "reason: " + quote(text)),
                        Optional.of(named).filter(any -> !approvers.isEmpty()))
                .flatMap(Optional::stream)
                .toList();
    }

    private String word() {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

package dev.polar.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes a filter as classic BPF over {@code struct seccomp_data}: number at 0, architecture at 4, arguments from 16. */
final class Assembler {
    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int EQUAL = 0x15;
    private static final int GREATER = 0x25;
    private static final int AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    private final Architecture architecture;

    Assembler(Architecture architecture) {
        this.architecture = architecture;
    }

    byte[] assemble(Filter filter) {
        var code = new ArrayList<Step>();
        code.add(new Step(LOAD, 0, 0, 4));
        code.add(new Step(EQUAL, 1, 0, architecture.audit()));
        code.add(answer(Answer.KILL));
        code.add(new Step(LOAD, 0, 0, 0));
        int next = 0;
        for (var span : architecture.known()) {
            code.addAll(unknown(next, span.first() - 1));
            next = span.last() + 1;
        }
        code.add(new Step(AT_LEAST, 0, 1, next));
        code.add(answer(Answer.ENOSYS));
        rulesByCall(filter).forEach((call, rules) -> {
            var body = body(rules);
            code.add(new Step(EQUAL, 0, body.size(), call.number(architecture)));
            code.addAll(body);
        });
        code.add(answer(Answer.ALLOW));
        return bytes(code);
    }

    private Map<Call, List<Rule>> rulesByCall(Filter filter) {
        var byCall = new EnumMap<Call, List<Rule>>(Call.class);
        for (var rule : filter.rules()) {
            if (rule.call().on(architecture)) {
                byCall.computeIfAbsent(rule.call(), call -> new ArrayList<>()).add(rule);
            }
        }
        return byCall;
    }

    private static List<Step> unknown(int first, int last) {
        return last < first
                ? List.of()
                : List.of(new Step(AT_LEAST, 0, 2, first), new Step(GREATER, 1, 0, last), answer(Answer.ENOSYS));
    }

    private static List<Step> body(List<Rule> rules) {
        var body = new ArrayList<Step>();
        for (var rule : rules) {
            body.addAll(conditional(rule));
        }
        if (rules.stream().noneMatch(rule -> rule.when().isEmpty())) {
            body.add(answer(Answer.ALLOW));
        }
        return body;
    }

    /** From the last condition to the first: each has to know how far it is to the end of the rule. */
    private static List<Step> conditional(Rule rule) {
        var code = new ArrayList<>(List.of(answer(rule.answer())));
        for (var condition : rule.when().reversed()) {
            code.addAll(0, test(condition, code.size()));
        }
        return code;
    }

    /** Goes on if it holds, and passes over so many steps more if not. */
    private static List<Step> test(Condition condition, int rest) {
        return switch (condition) {
            case Condition.Given(var argument) ->
                List.of(
                        new Step(LOAD, 0, 0, low(argument)),
                        new Step(EQUAL, 0, 2, 0),
                        new Step(LOAD, 0, 0, low(argument) + 4),
                        new Step(EQUAL, rest, 0, 0));
            case Condition.Among(var argument, var mask, var values) -> {
                var code = masked(argument, mask);
                for (int i = 0; i < values.size(); i++) {
                    int left = values.size() - 1 - i;
                    code.add(new Step(EQUAL, left, left == 0 ? rest : 0, values.get(i)));
                }
                yield code;
            }
            case Condition.Not(var argument, var mask, var values) -> {
                var code = masked(argument, mask);
                for (int i = 0; i < values.size(); i++) {
                    code.add(new Step(EQUAL, values.size() - 1 - i + rest, 0, values.get(i)));
                }
                yield code;
            }
        };
    }

    private static List<Step> masked(int argument, int mask) {
        var code = new ArrayList<>(List.of(new Step(LOAD, 0, 0, low(argument))));
        if (mask != -1) {
            code.add(new Step(AND, 0, 0, mask));
        }
        return code;
    }

    private static int low(int argument) {
        return 16 + 8 * argument;
    }

    private static Step answer(Answer answer) {
        return new Step(RETURN, 0, 0, answer.action());
    }

    private static byte[] bytes(List<Step> code) {
        var bytes = ByteBuffer.allocate(8 * code.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (var step : code) {
            bytes.putShort((short) step.code)
                    .put((byte) step.ifTrue)
                    .put((byte) step.ifFalse)
                    .putInt(step.operand);
        }
        return bytes.array();
    }

    /** One instruction; the jumps count the instructions passed over. */
    private record Step(int code, int ifTrue, int ifFalse, int operand) {
        Step {
            if (ifTrue > 255 || ifFalse > 255) {
                throw new IllegalStateException("a jump over more than 255 instructions");
            }
        }
    }
}

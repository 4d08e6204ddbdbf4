package dev.polar.host.gate;

import dev.polar.host.policy.Question;
import dev.polar.host.snapshot.Watch;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Rules;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.policy.ResultQuestion;
import dev.polar.spi.policy.Review;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonTexts;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Result rules of plugins: each may withhold what a call brought, or have texts taken out of it. */
final class Reviewing {
    static final String MARK = "[redacted]";

    /** What makes a block of content the kind of block that it is. */
    private static final Set<String> KIND = Set.of("type", "mimeType");

    private final Observers observers;

    Reviewing(Observers observers) {
        this.observers = observers;
    }

    /**
     * The answer as its caller may have it.
     *
     * @throws Refusal {@code RESULT_WITHHELD}, {@code POLICY_RULE_FAILED}
     */
    Answer reviewed(Passage passage, Answer answer) {
        var left = answer;
        for (var watch : watching(passage)) {
            for (var rule : results(watch)) {
                left = apply(passage, watch, rule, left);
            }
        }
        return left;
    }

    /** The same of what a tool says when it fails, which may be as telling. */
    Refusal reviewed(Passage passage, Refusal why) {
        var left = why;
        for (var watch : watching(passage)) {
            for (var rule : results(watch)) {
                left = switch (ask(passage, watch, rule, text(left), true)) {
                    case Review.Pass() -> left;
                    case Review.Withhold(var reason) -> throw withheld(passage, watch, rule, reason);
                    case Review.Redact(var texts) -> redacted(passage, watch, rule, left, redacting(texts));
                };
            }
        }
        return left;
    }

    boolean watches(Passage passage) {
        return !watching(passage).isEmpty();
    }

    private List<Watch> watching(Passage passage) {
        return observers.watching(passage.call().target().toString());
    }

    private Set<String> results(Watch watch) {
        return new TreeSet<>(
                observers.require(watch).generation().rules().results().keySet());
    }

    private Answer apply(Passage passage, Watch watch, String rule, Answer answer) {
        return switch (ask(passage, watch, rule, json(answer), answer.error())) {
            case Review.Pass() -> answer;
            case Review.Withhold(var reason) -> throw withheld(passage, watch, rule, reason);
            case Review.Redact(var texts) -> redacted(passage, watch, rule, answer, redacting(texts));
        };
    }

    private Review ask(Passage passage, Watch watch, String rule, JsonObject result, boolean failed) {
        var question = passage.question().orElseThrow();
        long bytes = Canonical.text(result).getBytes(StandardCharsets.UTF_8).length;
        return observers.ask(
                watch,
                rule,
                rules -> () ->
                        rules.results().get(rule).review(question(question, watch, rules, result, failed, bytes)));
    }

    private static ResultQuestion question(
            Question call, Watch watch, Rules rules, JsonObject result, boolean failed, long bytes) {
        return new ResultQuestion(
                RuleQuestions.of(call, watch, rules),
                failed,
                bytes,
                watch.arguments() ? Optional.of(rules.binding().apply(result)) : Optional.empty());
    }

    private static Refusal withheld(Passage passage, Watch watch, String rule, String reason) {
        var name = Observers.name(watch, rule);
        passage.reviewedBy(name);
        return new Refusal(
                Code.RESULT_WITHHELD,
                passage.call().target() + " was called, and rule '" + name + "' withholds the result: "
                        + RuleQuestions.reason(reason),
                "do not repeat the call: it has happened",
                Map.of("rule", name));
    }

    private static Answer redacted(
            Passage passage, Watch watch, String rule, Answer answer, UnaryOperator<String> redacting) {
        passage.reviewedBy(Observers.name(watch, rule));
        return new Answer(
                content(answer.content(), redacting),
                answer.structured().map(value -> JsonTexts.map(value, redacting)),
                answer.error());
    }

    private static Refusal redacted(
            Passage passage, Watch watch, String rule, Refusal why, UnaryOperator<String> redacting) {
        passage.reviewedBy(Observers.name(watch, rule));
        var details = new HashMap<String, String>();
        why.details().forEach((name, detail) -> details.put(name, redacting.apply(detail)));
        return new Refusal(why.code(), redacting.apply(why.getMessage()), redacting.apply(why.hint()), details);
    }

    private static JsonArray content(JsonArray blocks, UnaryOperator<String> redacting) {
        var content = StrictJson.provider().createArrayBuilder();
        for (var block : blocks) {
            var members = StrictJson.provider().createObjectBuilder();
            block.asJsonObject()
                    .forEach((name, value) ->
                            members.add(name, KIND.contains(name) ? value : JsonTexts.map(value, redacting)));
            content.add(members);
        }
        return content.build();
    }

    /** Longer texts first, so that none hides behind a part of it. */
    private static UnaryOperator<String> redacting(List<String> texts) {
        var longestFirst = texts.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        return whole -> {
            var left = whole;
            for (var text : longestFirst) {
                left = left.replace(text, MARK);
            }
            return left;
        };
    }

    private static JsonObject json(Answer answer) {
        var result = StrictJson.provider()
                .createObjectBuilder()
                .add("content", answer.content())
                .add("isError", answer.error());
        answer.structured().ifPresent(value -> result.add("structuredContent", value));
        return result.build();
    }

    private static JsonObject text(Refusal why) {
        var details = StrictJson.provider().createObjectBuilder();
        why.details().forEach(details::add);
        return StrictJson.provider()
                .createObjectBuilder()
                .add(
                        "content",
                        StrictJson.provider()
                                .createArrayBuilder()
                                .add(StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("type", "text")
                                        .add("text", why.getMessage() + "\n" + why.hint())))
                .add("structuredContent", details)
                .add("isError", JsonValue.TRUE)
                .build();
    }
}

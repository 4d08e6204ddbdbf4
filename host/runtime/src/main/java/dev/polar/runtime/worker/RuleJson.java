package dev.polar.runtime.worker;

import dev.polar.spi.Effect;
import dev.polar.spi.Json;
import dev.polar.spi.policy.Opinion;
import dev.polar.spi.policy.PolicyQuestion;
import dev.polar.spi.policy.ResultQuestion;
import dev.polar.spi.policy.Review;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What host and rule say to each other, in messages. */
public final class RuleJson {
    private RuleJson() {}

    public static JsonObject write(PolicyQuestion question) {
        var json = Members.builder()
                .add("callers", StrictJson.provider().createArrayBuilder(question.callers()))
                .add("target", question.target())
                .add("kind", question.kind())
                .add("effect", question.effect().name())
                .add("reads", question.reads())
                .add("version", question.version())
                .add("level", question.level())
                .add("session", question.session())
                .add("labels", StrictJson.provider().createArrayBuilder(question.labels()))
                .add("time", question.time().toString());
        question.arguments().ifPresent(arguments -> json.add("arguments", Handed.valueOf(arguments)));
        return json.build();
    }

    /** @param binding makes the host's value one that the plugin can bind */
    public static PolicyQuestion question(Members said, Function<JsonValue, Json> binding) {
        return new PolicyQuestion(
                said.texts("callers"),
                said.text("target"),
                said.text("kind"),
                said.as("effect", Effect::valueOf),
                said.flag("reads"),
                said.text("version"),
                said.text("level"),
                said.text("session"),
                Set.copyOf(said.texts("labels")),
                said.as("time", Instant::parse),
                Optional.ofNullable(said.of().get("arguments")).map(binding));
    }

    public static JsonObject write(ResultQuestion question) {
        var json = Members.builder()
                .add("call", write(question.call()))
                .add("failed", question.failed())
                .add("bytes", question.bytes());
        question.result().ifPresent(result -> json.add("result", Handed.valueOf(result)));
        return json.build();
    }

    /** As {@link #question(Members, Function)}. */
    public static ResultQuestion result(Members said, Function<JsonValue, Json> binding) {
        return new ResultQuestion(
                question(said.object("call"), binding),
                said.flag("failed"),
                said.number("bytes"),
                Optional.ofNullable(said.of().get("result")).map(binding));
    }

    public static JsonObject write(Opinion opinion) {
        return switch (opinion) {
            case Opinion.Pass() -> Members.builder().add("says", "pass").build();
            case Opinion.Ask(var reason) -> said("ask", reason);
            case Opinion.Deny(var reason) -> said("deny", reason);
        };
    }

    static Opinion opinion(Members said) {
        return switch (said.text("says")) {
            case "pass" -> Opinion.pass();
            case "ask" -> Opinion.ask(said.text("reason"));
            case "deny" -> Opinion.deny(said.text("reason"));
            default -> throw new Garbled("nothing that a rule can say");
        };
    }

    public static JsonObject write(Review review) {
        return switch (review) {
            case Review.Pass() -> Members.builder().add("says", "pass").build();
            case Review.Withhold(var reason) -> said("withhold", reason);
            case Review.Redact(var texts) ->
                Members.builder()
                        .add("says", "redact")
                        .add("texts", StrictJson.provider().createArrayBuilder(texts))
                        .build();
        };
    }

    static Review review(Members said) {
        return switch (said.text("says")) {
            case "pass" -> Review.pass();
            case "withhold" -> Review.withhold(said.text("reason"));
            case "redact" -> redact(said);
            default -> throw new Garbled("nothing that a rule can say");
        };
    }

    private static Review redact(Members said) {
        try {
            return new Review.Redact(said.texts("texts"));
        } catch (IllegalArgumentException wrong) {
            throw new Garbled("texts to redact: " + wrong.getMessage());
        }
    }

    private static JsonObject said(String word, String reason) {
        return Members.builder().add("says", word).add("reason", reason).build();
    }
}

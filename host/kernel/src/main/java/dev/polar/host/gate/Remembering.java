package dev.polar.host.gate;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Same key and same call: the same answer, and nothing runs. Same key and another call: a conflict. */
final class Remembering implements Stage {
    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private final Answers answers;

    Remembering(Answers answers) {
        this.answers = answers;
    }

    @Override
    public String name() {
        return "idempotency";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        var key = passage.call().idempotencyKey();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (!KEY.matcher(key.get()).matches()) {
            return Optional.of(new Refusal(
                    Code.REQUEST_INVALID, "an idempotency key is 1 to 200 visible characters of ASCII", "take a UUID"));
        }
        var question = Answers.Question.of(passage);
        return switch (answers.find(question).orElse(null)) {
            case Answers.Known.Given given -> {
                passage.remembers(given.answer());
                yield Optional.empty();
            }
            case Answers.Known.Other other ->
                Optional.of(conflict(key.get(), "was used for another call", "choose a new key"));
            case Answers.Known.Running running ->
                Optional.of(conflict(
                        key.get(),
                        "belongs to a call that has not ended, or of which nobody knows whether it ran",
                        "look at intent " + running.intent()));
            case null -> {
                passage.withIntent(transaction ->
                        answers.reserve(transaction, question, passage.call().id()));
                yield Optional.empty();
            }
        };
    }

    private static Refusal conflict(String key, String what, String hint) {
        return new Refusal(
                Code.IDEMPOTENCY_CONFLICT, "the idempotency key '" + key + "' " + what, hint, Map.of("key", key));
    }
}

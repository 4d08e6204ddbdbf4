package dev.polar.host.gate;

import dev.polar.host.policy.CallerText;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers already given, by caller and idempotency key, for a day. */
final class Answers {
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;

    Answers(Database database) {
        this.database = database;
    }

    /** Whose key, and the digest of the call it is for. */
    record Question(String caller, String key, String digest) {
        static Question of(Passage passage) {
            return of(passage.call(), passage.callers(), passage.canonicalArguments());
        }

        static Question of(Call call) {
            return of(call, CallerText.chain(call.caller()), Canonical.bytes(call.arguments()));
        }

        private static Question of(Call call, List<String> callers, byte[] canonicalArguments) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes((call.target() + "\0").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(canonicalArguments);
            return new Question(
                    String.join(" ", callers),
                    call.idempotencyKey().orElseThrow(),
                    Digest.of(bytes.toByteArray()).toString());
        }
    }

    /** What is known of a key. */
    sealed interface Known {
        record Given(Answer answer) implements Known {}

        record Running(String intent) implements Known {}

        record Other() implements Known {}
    }

    Optional<Known> find(Question question) {
        return database.read(transaction -> AnswerTable.find(transaction, question, KEPT))
                .map(row -> {
                    if (!row.digest().equals(question.digest())) {
                        return new Known.Other();
                    }
                    return row.answer()
                            .<Known>map(text -> new Known.Given(read(text)))
                            .orElse(new Known.Running(row.intent()));
                });
    }

    /** Takes the key for this call; a second caller racing for it fails with its transaction. */
    void reserve(Transaction transaction, Question question, String intent) {
        if (!AnswerTable.reserve(transaction, question, intent, KEPT)) {
            throw new Refusal(
                    Code.IDEMPOTENCY_CONFLICT,
                    "the idempotency key '" + question.key() + "' belongs to a call without an outcome yet",
                    "try again when it has one");
        }
    }

    /**
     * Keeps the answer with the outcome. The key comes back from a call that did not run, or whose plugin says that it
     * failed or asks for input first; one that timed out or was cut off may have done what it was to do, and a second call under its key would do
     * it twice.
     */
    void keep(Transaction transaction, Question question, String intent, Ended ended, boolean ran) {
        switch (ended) {
            case Ended.Done done -> AnswerTable.keep(transaction, question, intent, write(done.answer()));
            case Ended.Failed failed -> {
                if (!ran
                        || failed.why().code() == Code.TOOL_FAILED
                        || failed.why().code() == Code.INPUT_REQUIRED) {
                    AnswerTable.release(transaction, question, intent);
                }
            }
        }
    }

    private static String write(Answer answer) {
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("content", answer.content())
                .add("error", answer.error());
        answer.structured().ifPresent(value -> json.add("structured", value));
        return Canonical.text(json.build());
    }

    private static Answer read(String text) {
        JsonObject json = StrictJson.object(text.getBytes(StandardCharsets.UTF_8), new StrictJson.Limits(1 << 26, 200));
        return new Answer(
                json.getJsonArray("content"), Optional.ofNullable(json.get("structured")), json.getBoolean("error"));
    }
}

package dev.polar.host.endpoint;

import dev.polar.runtime.rpc.Reply;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** What clients were asked in streams of this node and have not answered. An answer is one only of who was asked. */
final class Asked {
    private static final long SMALLEST = 1L << 40;
    private static final long LARGEST = 1L << 53;

    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /** @param id as it stands in the request */
    record Question(long id, String client, CompletableFuture<Reply> reply) {}

    Question ask(String client) {
        while (true) {
            long id = ThreadLocalRandom.current().nextLong(SMALLEST, LARGEST);
            var fresh = new Question(id, client, new CompletableFuture<>());
            if (open.putIfAbsent(id, fresh) == null) {
                return fresh;
            }
        }
    }

    void answered(String client, JsonValue id, Reply reply) {
        if (id instanceof JsonNumber number && number.isIntegral()) {
            var question = open.get(number.longValue());
            if (question != null && question.client().equals(client)) {
                question.reply().complete(reply);
            }
        }
    }

    void over(Question question) {
        open.remove(question.id());
    }

    int size() {
        return open.size();
    }
}

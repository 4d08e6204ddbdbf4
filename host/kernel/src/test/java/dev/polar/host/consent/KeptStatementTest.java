package dev.polar.host.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Request;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A host holds every statement that counts for good, so of each it holds what it is about and what was signed. */
class KeptStatementTest {
    private final AtomicInteger read = new AtomicInteger();

    @Test
    void a_statement_that_nobody_holds_is_read_again_from_what_was_signed() {
        var kept = kept(statement("word:a", json("{\"word\":\"a\"}")));
        assertEquals("a", kept.whole().body().getString("word"));
        forget(new WeakReference<>(kept.whole()));
        assertEquals(List.of("say", "word:a", "7", "1970-01-01T00:00:05Z"), about(kept));
        assertEquals(0, read.get(), "what it is about is there");
        assertEquals(statement("word:a", json("{\"word\":\"a\"}")), kept.whole());
        assertEquals(1, read.get());
    }

    @Test
    void what_a_statement_decides_about_each_of_several_is_read_again_too() {
        var kept = kept(statement(Statement.SEVERAL, json("""
                {"clauses":[{"action":"say","object":"word:b","version":1,"body":{"word":"b"}},
                            {"action":"sing","object":"word:c","version":2,"body":{"word":"c"}}]}""")));
        var parts = kept.parts();
        forget(new WeakReference<>(kept.whole()));
        parts.forEach(part -> forget(new WeakReference<>(part.whole())));
        assertEquals(List.of("sing", "word:c", "2", "1970-01-01T00:00:05Z"), about(parts.get(1)));
        assertEquals("b", parts.get(0).whole().body().getString("word"));
        assertEquals("c", parts.get(1).whole().body().getString("word"));
        assertTrue(read.get() > 0);
    }

    private KeptStatement kept(Statement statement) {
        var signed = Dsse.sign(Statement.TYPE, statement.bytes(), SigningKey.generate());
        var envelope = new String(signed.bytes(), StandardCharsets.UTF_8);
        return new KeptStatement(statement, () -> {
            read.incrementAndGet();
            return Signatures.statement(envelope);
        });
    }

    private static List<String> about(KeptStatement kept) {
        return List.of(
                kept.action(),
                kept.object(),
                Long.toString(kept.version()),
                kept.at().toString());
    }

    private static Statement statement(String object, JsonObject body) {
        return new Statement(
                "here", "say", object, 7, new Request("say", "a", Map.of()), body, Instant.ofEpochSecond(5));
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1_000));
    }

    private static void forget(WeakReference<Statement> statement) {
        for (int i = 0; i < 100 && statement.get() != null; i++) {
            System.gc();
        }
        assertTrue(statement.get() == null, "somebody holds it");
    }
}

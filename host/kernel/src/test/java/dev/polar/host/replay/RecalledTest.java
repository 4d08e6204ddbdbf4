package dev.polar.host.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RecalledTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_call_is_found_by_its_intent_with_what_policy_said_then(@TempDir Path data) {
        try (var world = new RecordedWorld(DATABASE.get(), data)) {
            world.under("rules: [{id: no, effect: deny, target: 'acme.files/*', when: arguments.n > 1}]");
            var outcome = world.call("acme.files/write", new Caller.Client("claude"), "s-1", "{\"n\":2}");
            var recalled = Recalled.of(outcome.intent(), world.past);
            assertEquals(Effect.DENY, recalled.was());
            assertEquals("no", recalled.rule());
            assertEquals("acme.files/write", recalled.question().target());
            assertEquals("client:claude", recalled.question().originator());
            assertEquals("{\"n\":2}", recalled.question().arguments().toString());
            assertEquals(Set.of(), recalled.unknown());
            assertEquals(
                    Code.NOT_FOUND,
                    assertThrows(Refusal.class, () -> Recalled.of("00", world.past))
                            .code());
        }
    }
}

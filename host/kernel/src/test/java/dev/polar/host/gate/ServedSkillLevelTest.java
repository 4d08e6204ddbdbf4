package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.audit.IntentId;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServedSkillLevelTest {
    private static final PluginId DESK = new PluginId("acme.desk");
    private static final PluginFacts SIGNED =
            new PluginFacts(DESK, "1.0.0", 1, "sha256:00", Level.VERIFIED, "mediated");

    @Test
    void policy_sees_a_servers_skill_as_a_strangers_whoever_signed_the_package() {
        assertEquals("verified", level("tea", Optional.empty()));
        assertEquals("remote", level("skill:srv/tea", Optional.of(JsonValue.EMPTY_JSON_OBJECT)));
    }

    private static String level(String name, Optional<JsonObject> entry) {
        var target = new Target(Target.Kind.SKILL, DESK, name);
        var generation = new FakeGeneration(DESK.name(), call -> FakeGeneration.text(""));
        var skill = new Offered.Skill(target, generation, "", new TreeSet<>(), file -> new byte[0], entry);
        var call = new Call(
                IntentId.fresh().value(),
                target,
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Client("claude"),
                "session",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation());
        return CallQuestion.of(call, skill, SIGNED, Set.of(), Instant.EPOCH)
                .plugin()
                .level();
    }
}

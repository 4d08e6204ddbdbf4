package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "acme.weather/forecast, acme-weather__forecast",
        "acme.weather/get-it_2, acme-weather__get-it_2",
        "local.two/one/echo,    local-two__one__echo",
    })
    void a_name_that_fits_is_plugin_and_tool(String id, String exposed) {
        assertEquals(List.of(exposed), names(id));
    }

    @Test
    void a_tool_whose_name_cannot_be_kept_ends_in_a_digest_of_its_id() {
        var name = names("acme.x/a.b").getFirst();
        assertTrue(name.matches("acme-x__a_b_[0-9a-f]{12}"), name);
    }

    @Test
    void names_are_at_most_64_characters_and_differ() {
        var long1 = "acme.x/" + "a".repeat(100) + "1";
        var long2 = "acme.x/" + "a".repeat(100) + "2";
        var names = names(long1, long2);
        assertEquals(2, names.stream().distinct().count());
        assertTrue(names.stream().allMatch(name -> name.matches("[A-Za-z0-9_-]{1,64}")), names.toString());
    }

    @Test
    void of_two_tools_that_would_be_called_alike_the_first_keeps_the_name() {
        var names = names("acme.a-b/x", "acme.a.b/x");
        assertEquals(2, names.stream().distinct().count());
        assertTrue(names.contains("acme-a-b__x"), names.toString());
    }

    private static List<String> names(String... ids) {
        Map<Target, Offered> targets = new HashMap<>();
        for (var id : ids) {
            int slash = id.indexOf('/');
            var target = Target.tool(new PluginId(id.substring(0, slash)), id.substring(slash + 1));
            targets.put(
                    target,
                    new Offered.Tool(
                            target,
                            new FakeGeneration(target.plugin().name(), call -> FakeGeneration.text("")),
                            new ToolOffer(
                                    target.name(),
                                    JsonValue.EMPTY_JSON_OBJECT,
                                    Effect.READ,
                                    Duration.ofSeconds(1),
                                    Optional.empty()),
                            ContractSchema.compile(JsonValue.EMPTY_JSON_OBJECT),
                            Optional.empty(),
                            true));
        }
        return List.copyOf(
                ExposedNames.of(new Snapshot(1, targets, Map.of())).all().keySet());
    }
}

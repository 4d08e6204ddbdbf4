package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequirementsTest {
    private static final Digest ANY = Digest.of(new byte[0]);

    @Test
    void whoever_is_required_comes_first() {
        var rows = List.of(row("t.a", "t.c", "t.b"), row("t.b", "t.c"), row("t.c"), row("t.d", "t.missing"));
        assertEquals("t.c t.b t.a t.d", names(Requirements.of(rows).inOrder()));
    }

    @Test
    void a_circle_in_edited_rows_still_has_an_order() {
        var rows = List.of(row("t.a", "t.b"), row("t.b", "t.a"), row("t.c"));
        assertEquals(3, Requirements.of(rows).inOrder().size());
    }

    @Test
    void a_chain_of_sixteen_is_allowed_and_one_more_is_not() {
        var rows = new ArrayList<Row>();
        rows.add(row("t.p1"));
        for (int i = 2; i <= 17; i++) {
            rows.add(row("t.p" + i, "t.p" + (i - 1)));
        }
        assertEquals(1, Requirements.of(rows).resolve(manifest("t.p16")).size());
        assertRefused(Code.REQUIREMENT_MISSING, () -> Requirements.of(rows).resolve(manifest("t.p17")));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"STAGED", "REVOKED"})
    void what_cannot_run_meets_no_requirement(State state) {
        var there = row("t.p1");
        var revoked = new Row(
                there.plugin(),
                "1.0.0",
                1,
                ANY,
                ANY,
                Map.of(),
                there.requires(),
                state,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Role.SERVING);
        assertRefused(
                Code.REQUIREMENT_MISSING,
                () -> Requirements.of(List.of(revoked)).resolve(manifest("t.p1")));
    }

    private static Manifest manifest(String required) {
        return Manifest.parse("""
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "name": "t.top",
                 "version": "1.0.0", "description": "d", "license": "Apache-2.0", "extensions": {"dev.polar": {
                   "format": 1, "epoch": 1, "requires": {"%s": "[1.0,2.0)"}}}}""".formatted(required).getBytes());
    }

    private static Row row(String name, String... requires) {
        var required = Arrays.stream(requires).map(PluginId::new).collect(Collectors.toSet());
        return new Row(
                new PluginId(name),
                "1.0.0",
                1,
                ANY,
                ANY,
                Map.of(),
                required,
                State.ENABLED,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Role.SERVING);
    }

    private static String names(List<Row> rows) {
        return rows.stream().map(row -> row.plugin().name()).collect(Collectors.joining(" "));
    }
}

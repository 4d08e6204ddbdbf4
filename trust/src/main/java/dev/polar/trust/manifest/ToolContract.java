package dev.polar.trust.manifest;

import dev.polar.spi.Effect;
import dev.polar.trust.schema.WellKnown;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * The contract of one callable operation.
 *
 * @param name unique in the package, {@code [a-z][a-z0-9_-]{0,47}}
 * @param effect what it claims to do to the world
 * @param input JSON Schema 2020-12 of the arguments
 * @param output JSON Schema 2020-12 of the structured result
 * @param timeout at most ten minutes
 * @param role the well-known contract it implements; input and output are then the host's
 * @param script the entry that answers, run by its {@link ScriptProgram}, where there is no code
 */
public record ToolContract(
        String name,
        String description,
        Effect effect,
        JsonObject input,
        JsonObject output,
        Duration timeout,
        Optional<WellKnown> role,
        Optional<String> script) {}

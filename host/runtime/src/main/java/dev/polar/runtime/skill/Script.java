package dev.polar.runtime.skill;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.ScriptProgram;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tool's script and the program of this machine that runs it.
 *
 * @param file the entry of the package
 * @param text what the text has to be, if it answers with text
 * @param shown what a cage has to show for the program to run
 */
record Script(ToolContract tool, String file, Optional<ContractSchema> text, Path program, List<Path> shown) {
    private static final Path SHELL = Path.of("/bin/sh");

    /** @throws Refusal {@code START_FAILED} if the program is not there */
    static Script of(ToolContract tool, String file, byte[] bytes, Interpreters interpreters) {
        var kind = ScriptProgram.of(file, bytes)
                .orElseThrow(() -> new Refusal(
                        Code.MANIFEST_INVALID, "nothing is known that runs " + file, "'polar check' says what may"));
        if (kind == ScriptProgram.SHELL) {
            return new Script(tool, file, text(tool), SHELL, List.of());
        }
        var program = interpreters
                .resolve(kind.program())
                .orElseThrow(() -> new Refusal(
                        Code.START_FAILED,
                        file + " is run by " + kind.program() + ", which is not installed here",
                        "install it where distributions do, then enable the plugin again"));
        return new Script(tool, file, text(tool), program, Interpreters.needed(program));
    }

    private static Optional<ContractSchema> text(ToolContract tool) {
        return tool.output().get("type") instanceof JsonString type
                        && type.getString().equals("string")
                ? Optional.of(ContractSchema.compile(tool.output()))
                : Optional.empty();
    }

    /** The program and the file: nothing of a call is ever among them. */
    List<String> command() {
        return List.of(program.toString(), Cage.ROOT + "/" + file);
    }
}

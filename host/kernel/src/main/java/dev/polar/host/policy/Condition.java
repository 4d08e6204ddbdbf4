package dev.polar.host.policy;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.Script;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/** A CEL expression over {@code caller target arguments level session}, compiled once. */
final class Condition {
    private static final ScriptHost HOST = ScriptHost.newBuilder().build();

    private final String text;
    private final Script script;

    private Condition(String text, Script script) {
        this.text = text;
        this.script = script;
    }

    /** @throws Refusal {@code POLICY_INVALID} with the compiler's message */
    static Condition compile(String rule, String text) {
        try {
            return new Condition(
                    text,
                    HOST.buildScript(text)
                            .withDeclarations(
                                    Decls.newVar("caller", Decls.String),
                                    Decls.newVar("target", Decls.String),
                                    Decls.newVar("level", Decls.String),
                                    Decls.newVar("session", Decls.String),
                                    Decls.newVar("arguments", Decls.newMapType(Decls.String, Decls.Dyn)))
                            .build());
        } catch (ScriptException e) {
            throw new Refusal(
                    Code.POLICY_INVALID,
                    "the condition of rule '" + rule + "' is not CEL: " + e.getMessage(),
                    "write it over caller, target, level, session and arguments, such as arguments.path.startsWith('/tmp/')");
        }
    }

    String text() {
        return text;
    }

    /** The condition's value, or empty if it cannot be evaluated for this call. */
    Optional<Boolean> evaluate(Question question) {
        try {
            return Optional.ofNullable(script.execute(
                    Boolean.class,
                    Map.of(
                            "caller", question.originator(),
                            "target", question.target(),
                            "level", question.level(),
                            "session", question.session(),
                            "arguments", PlainJson.map(question.arguments()))));
        } catch (ScriptException | RuntimeException e) {
            return Optional.empty();
        }
    }
}

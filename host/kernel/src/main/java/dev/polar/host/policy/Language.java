package dev.polar.host.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Library;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.ProgramOption;
import org.projectnessie.cel.checker.Checker;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.Types;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.interpreter.InterpretableDecorator;
import org.projectnessie.cel.interpreter.functions.Overload;
import org.projectnessie.cel.parser.Macro;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/**
 * CEL as conditions are written in it: the standard functions and macros over the names of {@link Facts}, with every
 * step counted ({@link Budget}), patterns that cannot explode, and searches that are paid for by what they search.
 */
final class Language {
    private static final int LONGEST = 2_000;
    private static final int SEARCHED_PER_STEP = 64;
    private static final Type TEXTS = Decls.newMapType(Decls.String, Decls.String);
    private static final Type LIST = Decls.newListType(Decls.String);
    private static final InterpretableDecorator COUNTING =
            InterpretableDecorator.decObserveEval((id, value) -> Budget.charge(1));
    private static final InterpretableDecorator PREPARING = InterpretableDecorator.decOptimize();
    private static final Env ENV = Env.newCustomEnv(
            Library.Lib(new Standard()),
            EnvOption.declarations(
                    Decls.newVar("caller", Decls.String),
                    Decls.newVar("callers", LIST),
                    Decls.newVar("target", Decls.String),
                    Decls.newVar("kind", Decls.String),
                    Decls.newVar("effect", Decls.String),
                    Decls.newVar("reads", Decls.Bool),
                    Decls.newVar("plugin", TEXTS),
                    Decls.newVar("level", Decls.String),
                    Decls.newVar("session", Decls.String),
                    Decls.newVar("labels", LIST),
                    Decls.newVar("channel", TEXTS),
                    Decls.newVar("now", Decls.Timestamp),
                    Decls.newVar("arguments", Decls.newMapType(Decls.String, Decls.Dyn))));

    private Language() {}

    /** The library's own, but for what cannot be stopped once it has begun. */
    private static final class Standard implements Library {
        @Override
        public List<EnvOption> getCompileOptions() {
            return List.of(EnvOption.declarations(Checker.StandardDeclarations), EnvOption.macros(Macro.AllMacros));
        }

        @Override
        public List<ProgramOption> getProgramOptions() {
            var safe = Arrays.stream(Overload.standardOverloads())
                    .filter(overload -> !overload.operator.equals("matches"));
            var own = Stream.of(
                    Overload.binary("matches", Language::matches), Overload.binary("contains", Language::contains));
            return List.of(ProgramOption.functions(Stream.concat(safe, own).toArray(Overload[]::new)));
        }
    }

    /** @throws IllegalArgumentException with what is wrong, and where */
    static Ast check(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        Syntax.require(text);
        var compiled = ENV.compile(text);
        if (compiled.hasIssues()) {
            var first = compiled.getIssues().getErrors().getFirst();
            throw new IllegalArgumentException("line " + first.getLocation().line() + ", column "
                    + (first.getLocation().column() + 1) + ": " + first.getMessage());
        }
        var type = compiled.getAst().getResultType();
        if (!type.equals(Decls.Bool) && !type.equals(Decls.Dyn)) {
            throw new IllegalArgumentException("it is neither true nor false, but something else");
        }
        return compiled.getAst();
    }

    static Program program(Ast ast) {
        return ENV.program(ast, ProgramOption.customDecorator(PREPARING), ProgramOption.customDecorator(COUNTING));
    }

    /** A plain Java value as conditions see it. */
    static Val value(Object plain) {
        return ENV.getTypeAdapter().nativeToValue(plain);
    }

    private static Val matches(Val text, Val pattern) {
        return text.value() instanceof String s && pattern.value() instanceof String p
                ? Types.boolOf(LinearPattern.of(p).finds(s))
                : Err.noSuchOverload(text, "matches", pattern);
    }

    private static Val contains(Val text, Val part) {
        if (text.value() instanceof String s && part.value() instanceof String p) {
            long once = 1 + s.length() / SEARCHED_PER_STEP;
            Budget.charge(once * (1 + p.length() / SEARCHED_PER_STEP));
            return Types.boolOf(s.contains(p));
        }
        return Err.noSuchOverload(text, "contains", part);
    }
}

package dev.polar.host.policy;

import org.projectnessie.cel.parser.StringCharStream;
import org.projectnessie.cel.parser.gen.CELLexer;
import org.projectnessie.cel.parser.gen.CELParser;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.BaseErrorListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.CommonTokenStream;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.RecognitionException;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.Recognizer;

/**
 * Whether a text is CEL at all. The library's own parser prints on standard error what it stumbles over, so it is only
 * given what this one has read.
 */
final class Syntax {
    private static final int DEEPEST = 32;
    private static final Stumbling STUMBLING = new Stumbling();

    private Syntax() {}

    /** @throws IllegalArgumentException with line, column and what was expected */
    static void require(String text) {
        requireShallow(text);
        var lexer = new CELLexer(new StringCharStream(text, "condition"));
        lexer.removeErrorListeners();
        lexer.addErrorListener(STUMBLING);
        var parser = new CELParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(STUMBLING);
        parser.start();
    }

    private static void requireShallow(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("it has more than " + DEEPEST + " brackets within each other");
            }
        }
    }

    private static final class Stumbling extends BaseErrorListener {
        @Override
        public void syntaxError(
                Recognizer<?, ?> reader,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException why) {
            throw new IllegalArgumentException("line " + line + ", column " + (column + 1) + ": " + message);
        }
    }
}

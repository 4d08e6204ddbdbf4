package dev.polar.cli.up;

import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Locale;

/** A plain question before something that is no plan. */
final class Question {
    private Question() {}

    /** @throws Refusal {@code CONSENT_REQUIRED} unless a person says yes */
    static void require(Shell shell, String question) {
        var prompt = shell.terminal()
                .prompt()
                .orElseThrow(() -> new Refusal(
                        Code.CONSENT_REQUIRED,
                        "this needs a yes, and there is no terminal to ask at",
                        "the same command with --yes"));
        var answer = prompt.line(question + " [y/N]").toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw new Refusal(Code.CONSENT_REQUIRED, "nothing was done", "the same command, and yes");
        }
    }
}

package dev.polar.runtime.java;

import static dev.polar.spi.Code.ARGUMENTS_INVALID;
import static dev.polar.spi.Code.DOCUMENT_INVALID;
import static dev.polar.spi.Code.HTTP_FAILED;
import static dev.polar.spi.Code.HTTP_TOO_LARGE;
import static dev.polar.spi.Code.NOT_FOUND;
import static dev.polar.spi.Code.PERMISSION_DENIED;
import static dev.polar.spi.Code.REQUEST_INVALID;
import static dev.polar.spi.Code.SECRET_INVALID;
import static dev.polar.spi.Code.SECRET_MISSING;
import static dev.polar.spi.Code.STORAGE_FAILED;

import dev.polar.runtime.Generation.Door;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Turns what a plugin throws into a refusal the host can stand behind. */
public final class Blame {
    /** What a plugin may say in its own name, or passes on from its broker. Nobody revokes or times out by throwing. */
    private static final Set<Code> A_PLUGINS_OWN = EnumSet.of(
            ARGUMENTS_INVALID,
            REQUEST_INVALID,
            NOT_FOUND,
            PERMISSION_DENIED,
            HTTP_FAILED,
            HTTP_TOO_LARGE,
            STORAGE_FAILED,
            DOCUMENT_INVALID,
            SECRET_MISSING,
            SECRET_INVALID);

    private static final int LONGEST = 500;

    private Blame() {}

    /** Whether a plugin may refuse with that code in its own name. */
    public static boolean isPluginsOwn(Code code) {
        return A_PLUGINS_OWN.contains(code);
    }

    /** Runs code of the plugin; {@code what} is what it is asked to do. */
    static <T> T on(String what, Door<T> code) {
        try {
            return code.run();
        } catch (Throwable thrown) {
            throw thrown instanceof Refusal refusal && A_PLUGINS_OWN.contains(refusal.code())
                    ? refusal
                    : failed(what, thrown);
        }
    }

    /** {@code TOOL_FAILED} with the exception's own words and without its stack. */
    static Refusal failed(String what, Throwable thrown) {
        return new Refusal(Code.TOOL_FAILED, what + " failed: " + words(thrown), "", Map.of("target", what));
    }

    /** What an exception says, in one line. Asking it runs code of the plugin. */
    static String words(Throwable thrown) {
        try {
            var line = CleanText.line(thrown.toString()).strip();
            return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
        } catch (Throwable worse) {
            return thrown.getClass().getName();
        }
    }
}

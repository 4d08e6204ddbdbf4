package dev.polar.cli.shell;

import java.util.List;
import java.util.function.Function;

/**
 * A word of the command line and what carries it out. Commands are made when they are asked for, for a start that made
 * them all would take several times as long.
 *
 * @param name as typed
 * @param alias another way to type it, or empty
 * @param command makes the annotated command
 * @param parts the words that may follow, for a verb like {@code key}
 */
public record Verb(String name, String alias, Function<Shell, Object> command, List<Verb> parts) {
    public Verb {
        parts = List.copyOf(parts);
    }

    /** A verb, with the words that may follow it. */
    public static Verb of(String name, Function<Shell, Object> command, Verb... parts) {
        return new Verb(name, "", command, List.of(parts));
    }

    /** The same verb, that may be typed another way too. */
    public Verb or(String other) {
        return new Verb(name, other, command, parts);
    }

    /** Whether that is what was typed. */
    public boolean is(String typed) {
        return typed.equals(name) || typed.equals(alias);
    }
}

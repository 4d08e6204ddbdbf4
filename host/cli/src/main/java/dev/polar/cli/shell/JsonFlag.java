package dev.polar.cli.shell;

import picocli.CommandLine.Option;

/** {@code --json}. */
public final class JsonFlag {
    @Option(names = "--json", description = "Print JSON: one object, or one per line for a list.")
    boolean json;

    /** Whether programs read the result. */
    public boolean set() {
        return json;
    }
}

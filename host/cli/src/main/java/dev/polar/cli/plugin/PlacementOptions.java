package dev.polar.cli.plugin;

import dev.polar.cli.shell.With;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code --in-host} and {@code --confined}, where an operator may choose. */
final class PlacementOptions {
    @ArgGroup
    Choice choice = new Choice();

    static final class Choice {
        @Option(
                names = "--in-host",
                description = "Run its Java code inside the host, with only the broker between it and this machine.")
        boolean inHost;

        @Option(names = "--confined", description = "Run its Java code in a confined process of its own.")
        boolean confined;
    }

    boolean given() {
        return choice.inHost || choice.confined;
    }

    String option() {
        return choice.inHost ? "--in-host" : "--confined";
    }

    With addedTo(With with) {
        return given() ? with.and("placement", choice.inHost ? "host" : "confined") : with;
    }
}

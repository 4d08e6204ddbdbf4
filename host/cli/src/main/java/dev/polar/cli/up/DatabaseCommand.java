package dev.polar.cli.up;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar database}. */
@Command(
        description = "Close a PostgreSQL of your own to its host: a login that adds to the log and cannot change it.",
        footer = "  polar database prepare --for polar_host")
final class DatabaseCommand extends Parts {}

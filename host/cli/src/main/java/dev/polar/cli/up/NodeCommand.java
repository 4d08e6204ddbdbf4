package dev.polar.cli.up;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar node}. */
@Command(description = "Run several hosts on one database.", footer = "  polar node export second.join")
final class NodeCommand extends Parts {}

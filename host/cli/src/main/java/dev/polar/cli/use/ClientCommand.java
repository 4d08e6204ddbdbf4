package dev.polar.cli.use;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar client}. */
@Command(description = "Let agents in, and keep them out again.", footer = "  polar client add claude")
final class ClientCommand extends Parts {}

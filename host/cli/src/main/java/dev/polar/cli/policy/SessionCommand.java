package dev.polar.cli.policy;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar session}. */
@Command(description = "See what conversations have taken in, and begin them anew.", footer = "  polar session list")
final class SessionCommand extends Parts {}

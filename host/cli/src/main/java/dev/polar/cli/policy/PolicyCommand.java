package dev.polar.cli.policy;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar policy}. */
@Command(description = "Say what may be called: allow, ask, deny.", footer = "  polar policy show")
final class PolicyCommand extends Parts {}

package dev.polar.cli.operator;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar operator}. */
@Command(description = "Say whose signatures change this host.", footer = "  polar operator list")
final class OperatorCommand extends Parts {}

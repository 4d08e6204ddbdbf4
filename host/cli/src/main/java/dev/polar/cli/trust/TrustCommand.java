package dev.polar.cli.trust;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar trust}. */
@Command(description = "Enrol publishers and reviewers.", footer = "  polar trust list")
final class TrustCommand extends Parts {}

package dev.polar.cli.trust;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar secret}. */
@Command(description = "Keep secrets that plugins may use and never see.", footer = "  polar secret list")
final class SecretCommand extends Parts {}

package dev.polar.cli.author;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar new}. */
@Command(
        description = "Start a plugin of your own.",
        footer = {"  polar new tools hello", "  polar new skill words"})
final class NewCommand extends Parts {}

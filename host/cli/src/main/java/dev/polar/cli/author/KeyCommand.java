package dev.polar.cli.author;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar key}. */
@Command(description = "Make and show keys.", footer = "  polar key new acme.pem")
final class KeyCommand extends Parts {}

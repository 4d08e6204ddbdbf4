package dev.polar.cli.trust;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar revocations}. */
@Command(
        description =
                "See what was revoked, follow other people's lists, let something in again, and publish your own.",
        footer = "  polar revocations list")
final class RevocationsCommand extends Parts {}

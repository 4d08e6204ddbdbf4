package dev.polar.cli.witness;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar witness}. */
@Command(
        description = "Watch audit logs of hosts elsewhere, and cosign what only grew. Needs no host.",
        footer = {
            "  polar witness init --name witness.example/w1",
            "  polar witness add-log \"$LOG_KEY\"",
            "  polar witness run --listen 0.0.0.0:7790"
        })
final class WitnessCommand extends Parts {}

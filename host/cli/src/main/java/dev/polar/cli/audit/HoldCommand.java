package dev.polar.cli.audit;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar audit hold}. */
@Command(
        description = "Say that records must not be destroyed, whatever the rules for keeping say.",
        footer = "  polar audit hold add case-17 --reason 'inquiry of 2026-11-02'")
final class HoldCommand extends Parts {}

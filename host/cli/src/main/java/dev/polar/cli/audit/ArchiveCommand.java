package dev.polar.cli.audit;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar audit archive}. */
@Command(
        description = "Keep whole segments of the audit trail as files that prove themselves.",
        footer = "  polar audit archive make")
final class ArchiveCommand extends Parts {}

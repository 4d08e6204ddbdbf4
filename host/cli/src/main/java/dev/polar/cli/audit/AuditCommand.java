package dev.polar.cli.audit;

import dev.polar.cli.shell.Parts;
import picocli.CommandLine.Command;

/** {@code polar audit}. */
@Command(
        description = "Read, export and verify the audit trail.",
        footer = "  polar audit verify march --key \"$LOG_KEY\"")
final class AuditCommand extends Parts {}

package dev.polar.cli.audit;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What auditors do. */
public final class AuditVerbs {
    public static final List<Verb> ALL = List.of(Verb.of(
            "audit",
            shell -> new AuditCommand(),
            Verb.of("list", ListAudit::new).or("ls"),
            Verb.of("show", ShowAudit::new).or("info"),
            Verb.of("tail", TailAudit::new),
            Verb.of("disclose", DiscloseAudit::new),
            Verb.of("erase", EraseAudit::new),
            Verb.of("export", ExportAudit::new),
            Verb.of("bundle", MakeBundle::new, Verb.of("verify", VerifyBundle::new)),
            Verb.of("sinks", ListSinks::new),
            Verb.of("verify", VerifyExport::new),
            Verb.of(
                    "archive",
                    shell -> new ArchiveCommand(),
                    Verb.of("list", ListArchives::new).or("ls"),
                    Verb.of("make", MakeArchives::new),
                    Verb.of("verify", VerifyArchives::new)),
            Verb.of(
                    "hold",
                    shell -> new HoldCommand(),
                    Verb.of("list", ListHolds::new).or("ls"),
                    Verb.of("add", AddHold::new),
                    Verb.of("remove", RemoveHold::new).or("rm")),
            Verb.of("prune", PruneAudit::new)));

    private AuditVerbs() {}
}

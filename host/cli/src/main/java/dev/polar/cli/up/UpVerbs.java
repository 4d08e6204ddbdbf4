package dev.polar.cli.up;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What is done with the host itself. */
public final class UpVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of("up", Up::new),
            Verb.of("down", Down::new),
            Verb.of("status", ShowStatus::new),
            Verb.of("node", shell -> new NodeCommand(), Verb.of("export", ExportNode::new)),
            Verb.of("database", shell -> new DatabaseCommand(), Verb.of("prepare", PrepareDatabase::new)),
            Verb.of("doctor", Doctor::new),
            Verb.of("backup", Backup::new),
            Verb.of("restore", Restore::new));

    /** What authors do with a host of their own; it stands beside what they do without one. */
    public static final Verb DEV = Verb.of("dev", Dev::new);

    private UpVerbs() {}
}

package dev.polar.cli;

import dev.polar.cli.audit.AuditVerbs;
import dev.polar.cli.author.AuthorVerbs;
import dev.polar.cli.shell.Verb;
import java.util.List;

/** Every verb there is, in the order in which help lists them. */
final class Verbs {
    /** Verbs that belong together. */
    record Group(String title, List<Verb> verbs) {}

    static final List<Group> GROUPS =
            List.of(new Group("Authors", AuthorVerbs.ALL), new Group("Audit", AuditVerbs.ALL));

    private Verbs() {}

    static List<Verb> all() {
        return GROUPS.stream().flatMap(group -> group.verbs().stream()).toList();
    }
}

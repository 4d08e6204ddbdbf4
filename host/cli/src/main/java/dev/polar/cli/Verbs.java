package dev.polar.cli;

import dev.polar.cli.audit.AuditVerbs;
import dev.polar.cli.author.AuthorVerbs;
import dev.polar.cli.plugin.PluginVerbs;
import dev.polar.cli.policy.PolicyVerbs;
import dev.polar.cli.shell.Verb;
import dev.polar.cli.trust.TrustVerbs;
import dev.polar.cli.up.UpVerbs;
import dev.polar.cli.use.UseVerbs;
import dev.polar.cli.witness.WitnessVerbs;
import java.util.List;
import java.util.stream.Stream;

/** Every verb there is, in the order in which help lists them. */
final class Verbs {
    /** Verbs that belong together. */
    record Group(String title, List<Verb> verbs) {}

    static final List<Group> GROUPS = List.of(
            new Group("The host", UpVerbs.ALL),
            new Group("Plugins", PluginVerbs.ALL),
            new Group("Trust", TrustVerbs.ALL),
            new Group("Consent and policy", PolicyVerbs.ALL),
            new Group("Use", UseVerbs.ALL),
            new Group(
                    "Audit",
                    Stream.concat(AuditVerbs.ALL.stream(), WitnessVerbs.ALL.stream())
                            .toList()),
            new Group(
                    "Authors",
                    Stream.concat(AuthorVerbs.ALL.stream(), Stream.of(UpVerbs.DEV))
                            .toList()));

    private Verbs() {}

    static List<Verb> all() {
        return GROUPS.stream().flatMap(group -> group.verbs().stream()).toList();
    }
}

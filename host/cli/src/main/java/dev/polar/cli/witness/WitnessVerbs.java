package dev.polar.cli.witness;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What those do who watch somebody's log. */
public final class WitnessVerbs {
    public static final List<Verb> ALL = List.of(Verb.of(
            "witness",
            shell -> new WitnessCommand(),
            Verb.of("init", InitWitness::new),
            Verb.of("add-log", AddLog::new),
            Verb.of("run", RunWitness::new),
            Verb.of("show", ShowWitness::new)));

    private WitnessVerbs() {}
}

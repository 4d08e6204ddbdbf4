package dev.polar.cli.operator;

import dev.polar.cli.shell.Verb;

/** What is done about operators. */
public final class OperatorVerbs {
    public static final Verb OPERATOR = Verb.of(
            "operator",
            shell -> new OperatorCommand(),
            Verb.of("add", AddOperator::new),
            Verb.of("list", ListOperators::new).or("ls"),
            Verb.of("remove", RemoveOperator::new).or("rm"),
            Verb.of("replace", ReplaceOperator::new),
            Verb.of("recover", RecoverOperator::new),
            Verb.of("token", GiveToken::new));

    private OperatorVerbs() {}
}

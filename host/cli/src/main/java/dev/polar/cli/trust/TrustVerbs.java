package dev.polar.cli.trust;

import dev.polar.cli.author.AuthorVerbs;
import dev.polar.cli.operator.OperatorVerbs;
import dev.polar.cli.shell.Verb;
import java.util.List;

/** What is done about trust. */
public final class TrustVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of(
                    "trust",
                    shell -> new TrustCommand(),
                    Verb.of("add", AddPublisher::new),
                    Verb.of("list", ListPublishers::new).or("ls"),
                    Verb.of("show", ShowPublisher::new).or("info"),
                    Verb.of("remove", RemovePublisher::new).or("rm"),
                    Verb.of("level", LevelPublisher::new),
                    Verb.of("rekey", RekeyPublisher::new),
                    Verb.of("replace", ReplacePublisher::new),
                    Verb.of("accept-rollback", AcceptRollback::new)),
            OperatorVerbs.OPERATOR,
            Verb.of("revoke", Revoke::new),
            Verb.of(
                    "revocations",
                    shell -> new RevocationsCommand(),
                    Verb.of("list", ListRevocations::new).or("ls"),
                    Verb.of("add", AddList::new),
                    Verb.of("import", ImportList::new),
                    Verb.of("refresh", RefreshList::new),
                    Verb.of("lift", Lift::new),
                    Verb.of("remove", RemoveList::new).or("rm"),
                    AuthorVerbs.SIGN_LIST),
            Verb.of("freshness", ShowFreshness::new),
            Verb.of(
                    "secret",
                    shell -> new SecretCommand(),
                    Verb.of("set", SetSecret::new),
                    Verb.of("list", ListSecrets::new).or("ls"),
                    Verb.of("remove", RemoveSecret::new).or("rm")));

    private TrustVerbs() {}
}

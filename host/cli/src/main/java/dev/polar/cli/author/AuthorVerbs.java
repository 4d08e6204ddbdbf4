package dev.polar.cli.author;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What authors do, without a host. */
public final class AuthorVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of(
                    "key",
                    shell -> new KeyCommand(),
                    Verb.of("new", NewKey::new),
                    Verb.of("show", ShowKey::new),
                    Verb.of("change", ChangeKeys::new)),
            Verb.of("new", shell -> new NewCommand(), Verb.of("tools", NewTools::new), Verb.of("skill", NewSkill::new)),
            Verb.of("check", Check::new),
            Verb.of("pack", Pack::new),
            Verb.of("sign", Sign::new),
            Verb.of("verify", Verify::new));

    /** What whoever publishes a revocation list does; it stands beside what its followers do. */
    public static final Verb SIGN_LIST = Verb.of("sign", SignList::new);

    private AuthorVerbs() {}
}

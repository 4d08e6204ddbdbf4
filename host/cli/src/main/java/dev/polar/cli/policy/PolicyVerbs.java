package dev.polar.cli.policy;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What may be called. */
public final class PolicyVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of(
                    "approvals",
                    ListApprovals::new,
                    Verb.of("list", ListApprovals::new).or("ls"),
                    Verb.of("show", ShowApproval::new).or("info"),
                    Verb.of("revoke", RevokeApproval::new),
                    Verb.of("reconcile", ReconcileApproval::new)),
            Verb.of("approve", Approve::new),
            Verb.of("deny", Deny::new),
            Verb.of("limits", ListLimits::new),
            Verb.of("resume", Resume::new),
            Verb.of(
                    "policy",
                    shell -> new PolicyCommand(),
                    Verb.of("show", ShowPolicy::new),
                    Verb.of("test", TryPolicy::new),
                    Verb.of("plan", PlanPolicy::new),
                    Verb.of("apply", ApplyPolicy::new),
                    Verb.of("history", PolicyHistory::new),
                    Verb.of("rollback", RollBackPolicy::new),
                    Verb.of("explain", ExplainPolicy::new),
                    Verb.of("replay", ReplayPolicy::new),
                    Verb.of("suggest", SuggestPolicy::new),
                    Verb.of("allow", AddRule.Allow::new),
                    Verb.of("ask", AddRule.Ask::new),
                    Verb.of("deny", AddRule.Deny::new)),
            Verb.of(
                    "session",
                    shell -> new SessionCommand(),
                    Verb.of("list", ListSessions::new).or("ls"),
                    Verb.of("clear", ClearSession::new)));

    private PolicyVerbs() {}
}

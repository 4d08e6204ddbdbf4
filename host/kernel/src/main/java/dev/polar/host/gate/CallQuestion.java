package dev.polar.host.gate;

import dev.polar.host.policy.CallerText;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Question;
import dev.polar.host.session.Label;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Call;
import dev.polar.runtime.Target;
import dev.polar.spi.Caller;
import dev.polar.trust.admission.Level;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** What policy is asked about a call, whether it is being made or only talked of. */
public final class CallQuestion {
    private CallQuestion() {}

    /** @param labels of the call's session */
    public static Question of(Call call, Offered offered, PluginFacts facts, Set<String> labels, Instant at) {
        return new Question(
                CallerText.chain(call.caller()),
                call.target().toString(),
                kind(call.target()),
                effect(offered),
                reads(call, offered),
                new Question.Plugin(
                        facts.plugin().name(),
                        facts.version(),
                        facts.digest(),
                        level(offered, facts).label(),
                        facts.enforcement()),
                call.session(),
                labels,
                CallerText.channel(call.caller()),
                at,
                call.arguments());
    }

    /** Who may not read something does not learn when it changes: to a rule it is the same. */
    private static String kind(Target target) {
        var kind = target.kind() == Target.Kind.SUBSCRIPTION ? Target.Kind.RESOURCE : target.kind();
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** A server's skill counts as what comes from elsewhere, whoever signed the package that names the server. */
    private static Level level(Offered offered, PluginFacts facts) {
        return offered instanceof Offered.Skill skill && skill.served() ? Level.REMOTE : facts.level();
    }

    /** What the gate makes of policy's opinion because of what the session has taken in. */
    public static Opinion tightened(Question question, Set<Label> labels, Opinion opinion) {
        return ToxicCombination.of(question, Label.toxic(labels), opinion);
    }

    /** Whether policy counts it as read. */
    static boolean reads(Call call, Offered offered) {
        return switch (offered) {
            case Offered.Tool tool -> tool.reads();
            case Offered.Skill skill -> true;
            case Offered.Channel channel -> answersWhoAsked(call, channel);
        };
    }

    static String effect(Offered offered) {
        return switch (offered) {
            case Offered.Tool tool -> tool.offer().effect().name().toLowerCase(Locale.ROOT);
            case Offered.Skill skill -> "read";
            case Offered.Channel channel -> "external";
        };
    }

    /** A message into the room it was asked for in tells nobody more than asking did. */
    private static boolean answersWhoAsked(Call call, Offered.Channel channel) {
        var caller = call.caller();
        while (caller instanceof Caller.OtherPlugin plugin) {
            caller = plugin.behalf();
        }
        return caller instanceof Caller.ChannelUser user
                && user.kind().equals(channel.target().name())
                && user.account().equals(call.arguments().getString("account", ""))
                && user.room().equals(call.arguments().getString("room", ""));
    }
}

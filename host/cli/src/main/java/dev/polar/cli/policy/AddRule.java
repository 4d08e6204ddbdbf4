package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar policy allow|ask|deny}: one rule more. */
abstract class AddRule extends Changing {
    private final String effect;

    @Parameters(paramLabel = "'PLUGIN/TOOL'", description = "Which tools; * stands for any text.")
    @Nullable
    String target;

    @Option(
            names = "--caller",
            paramLabel = "PATTERN",
            description = "Whose calls: 'client:*', 'channel:*', 'operator:*'.")
    @Nullable
    String caller;

    private AddRule(String effect, Shell shell) {
        super(shell);
        this.effect = effect;
    }

    @Command(
            description = "Let calls go ahead without asking.",
            footer = "  polar policy allow 'acme.github/get_*' --caller 'client:*'")
    static final class Allow extends AddRule {
        Allow(Shell shell) {
            super("allow", shell);
        }
    }

    @Command(
            description = "Ask before calls go ahead.",
            footer = {
                "  polar policy ask 'acme.github/*'",
                "  polar policy ask 'acme.notes/*' --caller 'channel:*' --approver channel:web:default:anna"
            })
    static final class Ask extends AddRule {
        @Option(
                names = "--approver",
                paramLabel = "PATTERN",
                description =
                        "Who may say yes: 'operator:NAME', 'channel:web:default:NAME'. Without one, any operator.")
        List<String> approvers = List.of();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Shown to who is asked.")
        @Nullable
        String reason;

        Ask(Shell shell) {
            super("ask", shell);
        }

        @Override
        protected Map<String, String> more() {
            var more = new TreeMap<String, String>();
            if (!approvers.isEmpty()) {
                more.put("approvers", String.join(",", approvers));
            }
            if (reason != null) {
                more.put("reason", reason);
            }
            return more;
        }
    }

    @Command(description = "Let no call go ahead.", footer = "  polar policy deny 'acme.github/delete_*'")
    static final class Deny extends AddRule {
        Deny(Shell shell) {
            super("deny", shell);
        }
    }

    @Override
    protected final Request request() {
        var with = new TreeMap<>(Map.of("effect", effect, "target", Objects.requireNonNull(target)));
        if (caller != null) {
            with.put("caller", caller);
        }
        with.putAll(more());
        return new Request("policy.add", "policy", with);
    }

    /** What else the rule says. */
    protected Map<String, String> more() {
        return Map.of();
    }

    @Override
    protected final String question() {
        return "Put this rule in force?";
    }
}

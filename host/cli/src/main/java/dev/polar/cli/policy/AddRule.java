package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
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

    @Command(description = "Ask before calls go ahead.", footer = "  polar policy ask 'acme.github/*'")
    static final class Ask extends AddRule {
        Ask(Shell shell) {
            super("ask", shell);
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
        return new Request("policy.add", "policy", with);
    }

    @Override
    protected final String question() {
        return "Put this rule in force?";
    }
}

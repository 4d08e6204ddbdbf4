package dev.polar.runtime.mcp;

import dev.polar.runtime.Target;
import java.util.Optional;

/**
 * The names of what a package's servers offer: a tool has its own, in front of it the server's where the package has
 * several; {@code prompt:NAME} or {@code prompt:SERVER/NAME}; {@code resource:SERVER} for all that a server has to be
 * read. No tool's name begins so.
 *
 * @param several whether the package has several servers
 */
record Names(boolean several) {
    /** What a target means: a server, or nothing where there is only one, and what of it. */
    record Aim(String server, String what) {}

    String tool(String server, String tool) {
        return several ? server + "/" + tool : tool;
    }

    String prompt(String server, String prompt) {
        return Target.PROMPT + tool(server, prompt);
    }

    String resources(String server) {
        return Target.RESOURCE + server;
    }

    static boolean isPrompt(Target target) {
        return target.name().startsWith(Target.PROMPT);
    }

    Aim aim(Target target) {
        return switch (target.kind()) {
            case PROMPT -> divided(target.name().substring(Target.PROMPT.length()));
            case RESOURCE, SUBSCRIPTION -> new Aim(target.name().substring(Target.RESOURCE.length()), "");
            case COMPLETION ->
                isPrompt(target)
                        ? divided(target.name().substring(Target.PROMPT.length()))
                        : new Aim(target.name().substring(Target.RESOURCE.length()), "");
            case TOOL, SKILL, SEND -> divided(target.name());
        };
    }

    /** Which of several servers a target is of; no server is asked for a skill. */
    Optional<String> server(Target target) {
        return several && target.kind() != Target.Kind.SKILL
                ? Optional.of(aim(target).server()).filter(server -> !server.isEmpty())
                : Optional.empty();
    }

    private Aim divided(String name) {
        if (!several) {
            return new Aim("", name);
        }
        int slash = name.indexOf('/');
        return slash < 0 ? new Aim("", name) : new Aim(name.substring(0, slash), name.substring(slash + 1));
    }
}

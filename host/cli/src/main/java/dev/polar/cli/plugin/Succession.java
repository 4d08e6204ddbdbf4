package dev.polar.cli.plugin;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Proposal;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a release takes another's place: one that means nothing new after an ordinary question, one that is wider only once
 * an operator looked at it in peace. Until then it is kept beside the one that serves.
 */
final class Succession {
    private final Shell shell;
    private final Consenting consenting;

    Succession(Shell shell, Consenting consenting) {
        this.shell = shell;
        this.consenting = consenting;
    }

    /**
     * Updates or stages, and returns the exit code.
     *
     * @param request an {@code update} to an upload or to a release that is staged
     * @param downgrade whether a lower version is what was asked for
     */
    int run(Request request, boolean downgrade) {
        Proposal update;
        try {
            update = consenting.propose(request);
        } catch (Refusal refusal) {
            if (refusal.code() == Code.SIGNER_CHANGED
                    && !consenting.decided()
                    && request.with().containsKey("upload")) {
                return stage(request);
            }
            throw refusal;
        }
        // Whoever asks for an earlier release by name and reason has decided, and is asked for the plugin's name.
        if (consenting.decided() || downgrade || !update.differences().wider()) {
            consenting.carryOut(update, "Update?", Map::of).ifPresent(consenting::print);
            return ExitCode.DONE;
        }
        return request.with().containsKey("upload")
                ? stage(request)
                : waits(update, request.with().get("ticket"));
    }

    /** Keeping it approves nothing: that needs a signature and no question. */
    private int stage(Request update) {
        var with = new TreeMap<>(update.with());
        with.remove("fingerprint");
        with.remove("effect");
        var proposal = consenting.propose(new Request("stage", "", with));
        var done = consenting.sign(proposal);
        tell(proposal, done.facts().getOrDefault("ticket", ""), done);
        return ExitCode.REFUSED;
    }

    private int waits(Proposal update, String ticket) {
        var message = update.name() + " " + update.body().getString("version", "") + " waits for an operator's yes";
        tell(update, ticket, new Done(message, Map.of("ticket", ticket, "state", "staged"), List.of()));
        return ExitCode.REFUSED;
    }

    private void tell(Proposal proposal, String ticket, Done done) {
        if (consenting.json()) {
            shell.terminal()
                    .say(StrictJson.provider()
                            .createObjectBuilder(Consenting.json(done))
                            .add("name", proposal.name())
                            .add("delta", proposal.differences().json())
                            .build());
            return;
        }
        proposal.changes().forEach(shell.terminal()::say);
        var body = proposal.body();
        shell.terminal()
                .say("  " + body.getString("version", "") + " is staged; " + body.getString("from", "the other")
                        + " keeps serving.     polar approve " + ticket + "  |  polar deny " + ticket
                        + " --reason TEXT");
    }
}

package dev.polar.cli.policy;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar approve}. */
@Command(
        description =
                "Let a waiting call, with exactly these arguments, go ahead, a staged release serve, or a server offer what it offers now.",
        footer = {
            "  polar approve ap-1f2e3d4c",
            "  polar approve ap-1f2e3d4c --digest sha256:... --once --yes",
            "  polar approve upd-31",
            "  polar approve pin-9c81d2e4 --effect 'get_*=read'"
        })
final class Approve extends Changing {
    @Parameters(paramLabel = "ID", description = "As 'polar approvals' lists it.")
    @Nullable
    String id;

    @Option(names = "--digest", paramLabel = "sha256:...", description = "Only if it is still exactly that call.")
    @Nullable
    String digest;

    @Option(names = "--once", description = "For one call; so it is anyway.")
    boolean once;

    @Option(names = "--session", description = "For any number of the same call in that session, at most 12 hours.")
    boolean session;

    @Option(names = "--uses", paramLabel = "N", description = "For so many of the same call.")
    @Nullable
    Integer uses;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "For any number of the same call, or for --uses, until then: 2026-12-24T18:00:00Z.")
    @Nullable
    Instant until;

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX16",
            description = "Of a release: of the other key that signed it, as its publisher told you.")
    @Nullable
    String fingerprint;

    @Option(
            names = "--effect",
            paramLabel = "'get_*=read'",
            description = "Of a release or a server: confirm what its tools do.")
    @Nullable
    String effect;

    @Option(
            names = "--skills",
            paramLabel = "'srv/refunds'",
            description =
                    "Of a server: which of its skills agents may have from now on: names, '*', or none. Without it: those that they had.")
    @Nullable
    String skills;

    Approve(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return switch (waiting()) {
            case OFFER -> offerRequest();
            case RELEASE -> releaseRequest();
            case CALL -> callRequest();
        };
    }

    private Waiting waiting() {
        return Waiting.named(Objects.requireNonNull(id));
    }

    private Request offerRequest() {
        if (fingerprint != null) {
            throw new Refusal(Code.USAGE, "--fingerprint is for releases", "polar approve --help");
        }
        requireForGood("what a server offers");
        return new With().and("effect", effect).and("skills", skills).request("pin", Objects.requireNonNull(id));
    }

    private void requireForGood(String what) {
        if (once || session || uses != null || until != null || digest != null) {
            throw new Refusal(
                    Code.USAGE,
                    what
                            + " is approved once and for good: --digest, --once, --session, --uses and --until are for calls",
                    "name its plan with --plan, which --dry-run prints");
        }
    }

    private void requireNoSkills() {
        if (skills != null) {
            throw new Refusal(Code.USAGE, "--skills is for what servers offer", "polar approve --help");
        }
    }

    private Request releaseRequest() {
        requireForGood("a release");
        requireNoSkills();
        return new With()
                .and("ticket", id)
                .and("fingerprint", fingerprint == null ? null : fingerprint.replace(" ", ""))
                .and("effect", effect)
                .request("update", "");
    }

    private Request callRequest() {
        requireNoSkills();
        if (fingerprint != null || effect != null) {
            throw new Refusal(
                    Code.USAGE, "--fingerprint and --effect are for releases and servers", "polar approve --help");
        }
        if (once && uses != null || session && (once || uses != null || until != null)) {
            throw new Refusal(Code.USAGE, "--once, --session and --uses contradict each other", "polar approve --help");
        }
        return new With()
                .and("digest", digest)
                .flag("session", session)
                .and("uses", once && until != null ? Integer.valueOf(1) : uses)
                .and("until", until)
                .request("approve", Objects.requireNonNull(id));
    }

    @Override
    protected String question() {
        return switch (waiting()) {
            case OFFER -> "Let it offer that?";
            case RELEASE -> "Let it serve?";
            case CALL -> "Approve this call?";
        };
    }
}

package dev.polar.cli.shell;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How every change goes: the host says what would be done, the operator reads it and signs exactly that. */
public final class Consenting {
    private final Shell shell;
    private final ConsentOptions options;
    private final Optional<Supplier<SigningKey>> signer;

    public Consenting(Shell shell, ConsentOptions options) {
        this(shell, options, Optional.empty());
    }

    /** With another key than an operator's. */
    public Consenting(Shell shell, ConsentOptions options, Supplier<SigningKey> signer) {
        this(shell, options, Optional.of(signer));
    }

    private Consenting(Shell shell, ConsentOptions options, Optional<Supplier<SigningKey>> signer) {
        this.shell = shell;
        this.options = options;
        this.signer = signer;
    }

    /** The host that is asked. */
    public Host host() {
        return options.host.host(shell);
    }

    /** Whether programs read the result. */
    public boolean json() {
        return options.json.set();
    }

    /** Whether nothing is to be done but to show the plan. */
    public boolean rehearsal() {
        return options.dryRun;
    }

    /** As {@link #carryOut(Request, String, Supplier)}, and prints what was done. Returns the exit code. */
    public int run(Request request, String question) {
        return run(request, question, Map::of);
    }

    /** As {@link #run(Request, String)}, with values that are never signed. */
    public int run(Request request, String question, Supplier<Map<String, String>> secret) {
        carryOut(request, question, secret).ifPresent(this::print);
        return ExitCode.DONE;
    }

    /**
     * Asks for a plan, shows it, and carries it out once it is signed.
     *
     * @param question with its question mark
     * @param secret values that are never signed, asked for once there is consent
     * @return nothing if it was a dry run
     * @throws Refusal {@code CONSENT_REQUIRED}, {@code PLAN_CHANGED}, or what the host refuses
     */
    public Optional<Done> carryOut(Request request, String question, Supplier<Map<String, String>> secret) {
        return carryOut(propose(request), question, secret);
    }

    /** Asks for a plan; nothing is changed by that. */
    public Proposal propose(Request request) {
        return propose(host(), request);
    }

    /** As {@link #carryOut(Request, String, Supplier)}, with a plan that was asked for already. */
    public Optional<Done> carryOut(Proposal proposal, String question, Supplier<Map<String, String>> secret) {
        if (options.dryRun) {
            show(proposal);
            return Optional.empty();
        }
        requireConsent(proposal, question);
        return Optional.of(host().post("/v1/consents", signed(proposal, key(), secret.get()), Done.class));
    }

    /** Signs without a question what approves nothing, such as keeping a release that waits. */
    public Done sign(Proposal proposal) {
        return host().post("/v1/consents", signed(proposal, key(), Map.of()), Done.class);
    }

    /** Whether consent was given already, or is not wanted: by naming the plan, or by asking to see it only. */
    public boolean decided() {
        return options.dryRun || options.plan != null;
    }

    /** Carries out what was asked for elsewhere, such as by starting the demo. */
    public static Done signAndSend(Host host, Request request, SigningKey key) {
        return signAndSend(host, propose(host, request), key);
    }

    /** As above, once it was shown what that means. */
    public static Done signAndSend(Host host, Proposal proposal, SigningKey key) {
        return host.post("/v1/consents", signed(proposal, key, Map.of()), Done.class);
    }

    /** What it would mean to do that; nothing is changed. */
    public static Proposal propose(Host host, Request request) {
        return Proposal.of(host.post("/v1/plans", request, Plan.class), request);
    }

    private static Consent signed(Proposal proposal, SigningKey key, Map<String, String> secret) {
        var envelope = Dsse.sign(Proposal.TYPE, proposal.bytes(), key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), secret);
    }

    private void show(Proposal proposal) {
        if (json()) {
            shell.terminal().say(ProposalText.json(proposal));
        } else {
            ProposalText.lines(proposal).forEach(shell.terminal()::say);
        }
    }

    private void requireConsent(Proposal proposal, String question) {
        if (options.plan != null) {
            if (!options.plan.equals(proposal.digest())) {
                throw new Refusal(
                        Code.PLAN_CHANGED,
                        "what would be done is no longer the plan that was named",
                        "look again: the same command with --dry-run",
                        Map.of(
                                "named",
                                options.plan.toString(),
                                "plan",
                                proposal.digest().toString()));
            }
            return;
        }
        if (proposal.plain() && options.yes) {
            return;
        }
        var prompt = shell.terminal().prompt().filter(person -> !options.yes).orElseThrow(() -> needed(proposal));
        ProposalText.lines(proposal).forEach(shell.terminal()::tell);
        boolean yes = proposal.plain()
                ? prompt.line(question + " [y/N]").toLowerCase(Locale.ROOT).matches("y|yes")
                : prompt.line(question + " Type '" + proposal.name() + "' if you want that:")
                        .equals(proposal.name());
        if (!yes) {
            throw new Refusal(Code.CONSENT_REQUIRED, "you did not say yes: nothing was changed", "");
        }
    }

    private static Refusal needed(Proposal proposal) {
        var digest = proposal.digest().toString();
        return proposal.plain()
                ? new Refusal(
                        Code.CONSENT_REQUIRED,
                        "an operator has to say yes, and there is no terminal to ask at",
                        "the same command with --yes, or with --plan " + digest,
                        Map.of("plan", digest))
                : new Refusal(
                        Code.CONSENT_REQUIRED,
                        "this plan widens or warns, and --yes answers a plain question only",
                        "look at it with --dry-run, then the same command with --plan " + digest,
                        Map.of("plan", digest));
    }

    /** The operator's key. */
    public SigningKey key() {
        return signer.map(Supplier::get).orElseGet(this::operatorKey);
    }

    private SigningKey operatorKey() {
        var file = options.keyFile == null ? options.host.operatorKey(shell) : options.keyFile;
        if (!Files.exists(file)) {
            throw new Refusal(
                    Code.CONSENT_REQUIRED,
                    "this needs an operator's signature, and there is no key at " + file,
                    "make one with 'polar key new --operator', or name yours with --key-file");
        }
        return options.key.read(file, shell);
    }

    /** Prints what was done. */
    public void print(Done done) {
        if (json()) {
            shell.terminal().say(json(done));
            return;
        }
        shell.terminal().say(done.message());
        var facts = new Facts();
        done.facts().forEach((name, value) -> {
            // Times in microseconds are for programs; what a person should know of them is in the message.
            if (!name.endsWith("Micros")) {
                facts.add(name, value);
            }
        });
        facts.add("next", done.next()).print(shell.terminal());
    }

    /** What was done, for programs: its facts are members of their own. */
    public static JsonObject json(Done done) {
        var json = StrictJson.provider().createObjectBuilder().add("message", done.message());
        done.facts().forEach(json::add);
        return json.add("next", StrictJson.provider().createArrayBuilder(done.next()))
                .build();
    }
}

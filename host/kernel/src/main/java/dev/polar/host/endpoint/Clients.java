package dev.polar.host.endpoint;

import dev.polar.adminapi.OperatorToken;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.gate.ClientProfile;
import dev.polar.host.http.Strangers;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.oauth.Judgement;
import dev.polar.host.oauth.Subject;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.CleanText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;

/**
 * Who may come in. A client is an operator's signature under its name and the hash of its token of 256 bits: the host
 * never sees the token before the client brings it, and no row in the database makes one. The hash is what is looked up,
 * so comparing takes no secret-dependent time. Or under its name and whom an issuer's access token is about.
 */
public final class Clients {
    static final Duration LIFE = Duration.ofDays(90);

    private final Ledger ledger;
    private final Journal journal;
    private final AccessTokens tokens;
    private final InstantSource clock;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private volatile Map<Mark, Known> byMark = Map.of();
    private volatile Map<String, ClientProfile> profiles = Map.of();

    /** By what a client is known. */
    public sealed interface Mark {
        /** The hash of its token. */
        record Hash(String hash) implements Mark {}

        /** Whom an access token is about; without a program it may come with any. */
        record Vouched(Subject subject) implements Mark {}
    }

    /**
     * One client.
     *
     * @param createdAt when it was let in first
     * @param expiresAt when its token ends; empty for who comes with access tokens, which end by themselves
     */
    public record Known(
            String name, Mark mark, Instant createdAt, Optional<Instant> expiresAt, ClientProfile profile) {}

    /** Of whom nobody comes with an access token. */
    public Clients(Ledger ledger, Journal journal, InstantSource clock) {
        this(ledger, journal, AccessTokens.none(), clock);
    }

    public Clients(Ledger ledger, Journal journal, AccessTokens tokens, InstantSource clock) {
        this.ledger = ledger;
        this.journal = journal;
        this.tokens = tokens;
        this.clock = clock;
        reload();
    }

    /** The client that holds this token; an operator's is good for another door. */
    public Optional<String> known(String token) {
        return recognize(token) instanceof Recognition.Known(var name) ? Optional.of(name) : Optional.empty();
    }

    /** Who brings this token. */
    Recognition recognize(String token) {
        if (OperatorToken.is(token)) {
            return new Recognition.Nobody("");
        }
        var holder = byMark.get(new Mark.Hash(hash(token)));
        if (holder != null) {
            return holder.expiresAt()
                            .filter(until -> clock.instant().isBefore(until))
                            .isPresent()
                    ? new Recognition.Known(holder.name())
                    : new Recognition.Nobody("");
        }
        return switch (tokens.judge(token)) {
            case Judgement.Valid(var subject) -> vouched(subject);
            case Judgement.TooNarrow narrow -> new Recognition.TooNarrow();
            case Judgement.Invalid(var why) -> new Recognition.Nobody(why);
            case Judgement.Unknown(var why) -> new Recognition.Unsure(why);
        };
    }

    /** Whoever was let in with that very program, or with any. */
    private Recognition vouched(Subject subject) {
        var marks = byMark;
        return Optional.ofNullable(marks.get(new Mark.Vouched(subject)))
                .or(() -> Optional.ofNullable(marks.get(new Mark.Vouched(subject.withAnyProgram()))))
                .<Recognition>map(client -> new Recognition.Known(client.name()))
                .orElseGet(() -> new Recognition.Stranger(subject));
    }

    /** Whether access tokens of that issuer are taken. */
    boolean takes(String issuer) {
        return tokens.isFrom(issuer);
    }

    /** What that client was given, while it is one. */
    public Optional<ClientProfile> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** All clients, in order of their names. */
    public Collection<Known> list() {
        return new TreeMap<>(byMark.values().stream().collect(Collectors.toMap(Known::name, Function.identity())))
                .values();
    }

    /** What operators signed, folded: the last word about each name counts. */
    public void reload() {
        var byName = new TreeMap<String, Known>();
        for (var consent : ledger.read(ChangingClients.ADD, ChangingClients.ROTATE, ChangingClients.REMOVE)) {
            var name = ChangingClients.name(consent);
            switch (consent.action()) {
                case ChangingClients.ADD -> byName.put(name, read(consent));
                case ChangingClients.ROTATE ->
                    byName.computeIfPresent(name, (same, before) -> rotated(before, consent));
                default -> byName.remove(name);
            }
        }
        profiles = byName.values().stream().collect(Collectors.toUnmodifiableMap(Known::name, Known::profile));
        byMark = byName.values().stream()
                .collect(Collectors.toUnmodifiableMap(Known::mark, Function.identity(), (a, b) -> b));
        told.forEach(Runnable::run);
    }

    /** Is run after each change of who is known. */
    void onChange(Runnable then) {
        told.add(then);
    }

    /** Someone who is no client was refused. */
    void turnedAway(Request request, Recognition who) {
        new Strangers(journal).turnedAway(request, NotLetIn.code(who));
    }

    /** A client asked for what only an operator can have done. */
    void overreached(String client, String path) {
        try {
            journal.refused(Draft.of(Category.CLIENT, "operator.route")
                    .caller(new Caller.Client(client), "token")
                    .denied(Code.OPERATOR_REQUIRED)
                    .fact("path", CleanText.line(path)));
        } catch (Refusal unavailable) {
            // It is refused either way.
        }
    }

    private static Known read(Consented consent) {
        var mark = SignedMark.read(consent.body());
        return new Known(
                ChangingClients.name(consent),
                mark,
                consent.at(),
                mark instanceof Mark.Hash ? Optional.of(consent.at().plus(LIFE)) : Optional.empty(),
                SignedProfile.read(consent.body()));
    }

    private static Known rotated(Known before, Consented consent) {
        return new Known(
                before.name(),
                SignedMark.read(consent.body()),
                before.createdAt(),
                Optional.of(consent.at().plus(LIFE)),
                before.profile());
    }

    private static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

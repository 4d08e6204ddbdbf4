package dev.polar.host.endpoint;

import dev.polar.adminapi.OperatorToken;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.gate.ClientProfile;
import dev.polar.host.http.Strangers;
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
 * so comparing takes no secret-dependent time.
 */
public final class Clients {
    static final Duration LIFE = Duration.ofDays(90);

    private final Ledger ledger;
    private final Journal journal;
    private final InstantSource clock;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private volatile Map<String, Known> byHash = Map.of();
    private volatile Map<String, ClientProfile> profiles = Map.of();

    /**
     * One client.
     *
     * @param createdAt when it was let in first
     */
    public record Known(String name, String hash, Instant createdAt, Instant expiresAt, ClientProfile profile) {}

    public Clients(Ledger ledger, Journal journal, InstantSource clock) {
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
        reload();
    }

    /** The client that holds this token; an operator's is good for another door. */
    public Optional<String> known(String token) {
        if (OperatorToken.is(token)) {
            return Optional.empty();
        }
        var client = byHash.get(hash(token));
        return client != null && clock.instant().isBefore(client.expiresAt())
                ? Optional.of(client.name())
                : Optional.empty();
    }

    /** What that client was given, while it is one. */
    public Optional<ClientProfile> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** All clients, in order of their names. */
    public Collection<Known> list() {
        return new TreeMap<>(byHash.values().stream().collect(Collectors.toMap(Known::name, Function.identity())))
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
        byHash = byName.values().stream()
                .collect(Collectors.toUnmodifiableMap(Known::hash, Function.identity(), (a, b) -> b));
        told.forEach(Runnable::run);
    }

    /** Is run after each change of who is known. */
    void onChange(Runnable then) {
        told.add(then);
    }

    /** Someone without a token was refused. */
    void turnedAway(Request request) {
        new Strangers(journal).turnedAway(request, Code.CLIENT_UNKNOWN);
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
        return new Known(
                ChangingClients.name(consent),
                consent.body().getString("hash"),
                consent.at(),
                consent.at().plus(LIFE),
                SignedProfile.read(consent.body()));
    }

    private static Known rotated(Known before, Consented consent) {
        return new Known(
                before.name(),
                consent.body().getString("hash"),
                before.createdAt(),
                consent.at().plus(LIFE),
                before.profile());
    }

    private static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

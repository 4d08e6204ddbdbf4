package dev.polar.host.endpoint;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.oauth.Subject;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code client.add NAME} with {@code hash}, {@code sha256:<hex>} of the token, which the command line made and keeps, or with
 * {@code issuer} and {@code subject} of access tokens ({@linkplain SignedMark both}), and a {@linkplain SignedProfile profile};
 * {@code client.rotate NAME} with another {@code hash}, from which moment on the
 * token before is refused and the profile stays; {@code client.remove NAME}, from which moment on the client is refused.
 */
public final class ChangingClients implements Change {
    static final String ADD = "client.add";
    static final String ROTATE = "client.rotate";
    static final String REMOVE = "client.remove";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final String action;
    private final Clients clients;
    private final Journal journal;
    private final Supplier<String> url;

    private ChangingClients(String action, Clients clients, Journal journal, Supplier<String> url) {
        this.action = action;
        this.clients = clients;
        this.journal = journal;
        this.url = url;
    }

    /** @param url of the endpoint, for the configuration that is printed */
    public static List<Change> changes(Clients clients, Journal journal, Supplier<String> url) {
        return Stream.of(ADD, ROTATE, REMOVE)
                .<Change>map(action -> new ChangingClients(action, clients, journal, url))
                .toList();
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        boolean there = clients.list().stream().anyMatch(client -> client.name().equals(name));
        if (there == action.equals(ADD)) {
            throw there
                    ? new Refusal(
                            Code.STATE_CONFLICT,
                            "there is a client '" + name + "' already",
                            "polar client rotate " + name + " gives it another token; or choose another name")
                    : new Refusal(
                            Code.NOT_FOUND, "there is no client '" + CleanText.line(name) + "'", "polar client list");
        }
        if (action.equals(ROTATE)) {
            requireToken(name);
        }
        var body = StrictJson.provider().createObjectBuilder().add("client", name);
        if (!action.equals(REMOVE)) {
            if (!NAME.matcher(name).matches()) {
                throw SignedMark.refused(
                        "a client has a name of lower-case letters, digits, '.', '_' and '-', and a token");
            }
            var mark = SignedMark.of(request.with());
            if (mark instanceof Clients.Mark.Vouched(var subject)) {
                requireFree(name, subject);
            }
            SignedMark.write(mark, body);
        }
        if (action.equals(ADD)) {
            SignedProfile.write(request.with(), body);
        }
        return new Prepared("client:" + name, body.build(), true, List.of());
    }

    private void requireFree(String name, Subject subject) {
        if (action.equals(ROTATE)) {
            throw SignedMark.refused("'" + name + "' gets a token; whom an issuer vouches for is added");
        }
        if (!clients.takes(subject.issuer())) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "access tokens of '" + CleanText.line(subject.issuer()) + "' are not taken here",
                    "name it in the setting oauth.issuer, letter for letter, and start again");
        }
        clients.list().stream()
                .filter(client -> client.mark().equals(new Clients.Mark.Vouched(subject)))
                .findFirst()
                .ifPresent(taken -> {
                    throw new Refusal(
                            Code.STATE_CONFLICT,
                            "that is client '" + taken.name() + "' already",
                            "polar client remove " + taken.name() + " first");
                });
    }

    private void requireToken(String name) {
        clients.list().stream()
                .filter(client -> client.name().equals(name) && client.mark() instanceof Clients.Mark.Vouched)
                .findFirst()
                .ifPresent(vouched -> {
                    throw new Refusal(
                            Code.STATE_CONFLICT,
                            "client '" + name + "' has no token of ours: it comes with its issuer's",
                            "its issuer gives it others; polar client remove " + name + " keeps it out");
                });
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = name(consent);
        var draft = Draft.of(Category.CLIENT, action)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("client", name)
                .fact("plan", consent.digest().toString());
        journal.append(vouched(consent).map(subject -> naming(draft, subject)).orElse(draft), consent::stored);
        clients.reload();
        return switch (action) {
            case ADD ->
                vouched(consent)
                        .map(subject -> new Done(
                                "client " + name + " may come in with access tokens of " + subject.issuer(),
                                Map.of("url", url.get()),
                                List.of()))
                        .orElseGet(() -> letIn("client " + name + " may come in for 90 days", consent));
            case ROTATE ->
                letIn("client " + name + " has another token, for 90 days; the one before is refused", consent);
            default -> new Done("client " + name + " is refused from now on", Map.of(), List.of());
        };
    }

    private Optional<Subject> vouched(Consented consent) {
        return action.equals(ADD) && SignedMark.read(consent.body()) instanceof Clients.Mark.Vouched(var subject)
                ? Optional.of(subject)
                : Optional.empty();
    }

    /** The subject is a person's name with its issuer, so the record commits to it. */
    private static Draft naming(Draft draft, Subject subject) {
        return draft.fact("issuer", subject.issuer()).personalFact("subject", subject.subject());
    }

    private Done letIn(String message, Consented consent) {
        var until = consent.at().plus(Clients.LIFE).truncatedTo(ChronoUnit.SECONDS);
        return new Done(message, Map.of("url", url.get(), "until", until.toString()), List.of());
    }

    static String name(Consented consent) {
        return consent.body().getString("client");
    }
}

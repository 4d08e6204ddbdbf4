package dev.polar.host.revocation;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.revocation.Scope;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code revocations.add NAME} with {@code location} (none if it is brought by hand), {@code key} (PEM blocks),
 * {@code threshold}, and what it can reach: {@code publisher}, whose own keys it then is signed with unless others are
 * given, {@code namespace} (names with commas), or {@code everything}. Its first list is fetched before it counts.
 */
final class AddingSource implements Change {
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    private final RevocationList revocations;
    private final Function<String, Optional<Publisher>> publishers;
    private final Refreshing refreshing;
    private final Taking taking;
    private final Journal journal;
    private final RevocationsChanged changed;

    /** @param publishers who is enrolled under a name */
    AddingSource(
            RevocationList revocations,
            Function<String, Optional<Publisher>> publishers,
            Refreshing refreshing,
            Taking taking,
            Journal journal,
            RevocationsChanged changed) {
        this.revocations = revocations;
        this.publishers = publishers;
        this.refreshing = refreshing;
        this.taking = taking;
        this.journal = journal;
        this.changed = changed;
    }

    @Override
    public String action() {
        return Sources.ADD;
    }

    @Override
    public Prepared prepare(Request request) {
        var source = read(request);
        revocations.sources().find(source.name()).ifPresent(known -> requireSame(source, known));
        var notes = new ArrayList<String>();
        source.keys().forEach(key -> notes.add("key " + key.id().fingerprint()));
        notes.add("can take back " + source.scope().text() + ", never level core");
        notes.add(
                source.location().isEmpty()
                        ? "until polar revocations import brings its first list, nothing is installed or enabled"
                        : "once it runs out, nothing is installed or enabled");
        return new Prepared(
                Sources.object(source.name()), source.json(), !(source.scope() instanceof Scope.Everything), notes);
    }

    private static void requireSame(Source source, Sources.Enrolled known) {
        if (known.active()) {
            throw new Refusal(
                    Code.STATE_CONFLICT, "'" + source.name() + "' is a revocation list already", "polar freshness");
        }
        if (!known.source().equals(source)) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "'" + source.name() + "' was a list with other keys, another place or another reach, and its"
                            + " entries stay in force",
                    "choose another name");
        }
    }

    private Source read(Request request) {
        var with = request.with();
        if (!request.object().matches(NAME)) {
            throw refused("'" + CleanText.line(request.object()) + "' is no name", "small letters, digits and . _ -");
        }
        var publisher = Optional.ofNullable(with.get("publisher")).map(this::publisher);
        var keys = Arrays.stream(with.getOrDefault("key", "").split("(?=-----BEGIN)"))
                .filter(block -> !block.isBlank())
                .map(PublicKey::ofPem)
                .toList();
        var own = keys.isEmpty() ? publisher.map(Publisher::keys).orElse(List.of()) : keys;
        if (own.isEmpty()) {
            throw refused("a list is signed with at least one key", "--key PUB.pem, obtained from its owner");
        }
        var threshold = with.getOrDefault(
                "threshold",
                keys.isEmpty() ? publisher.map(one -> "" + one.threshold()).orElse("1") : "1");
        if (!threshold.matches("[1-9][0-9]?") || Integer.parseInt(threshold) > own.size()) {
            throw refused("'" + CleanText.line(threshold) + "' is no number of its keys", "--threshold 1");
        }
        var location = with.getOrDefault("location", "");
        return new Source(
                request.object(),
                own,
                Integer.parseInt(threshold),
                location.isEmpty() ? location : Location.of(location).text(),
                scope(with, publisher));
    }

    private static Scope scope(Map<String, String> with, Optional<Publisher> publisher) {
        var namespaces = Arrays.stream(with.getOrDefault("namespace", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        var everything = Boolean.parseBoolean(with.get("everything"));
        int said = (publisher.isPresent() ? 1 : 0) + (namespaces.isEmpty() ? 0 : 1) + (everything ? 1 : 0);
        if (said != 1) {
            throw refused(
                    "a list can reach one publisher, some namespaces, or everything",
                    "--publisher NAME, --namespace NS, or --everything");
        }
        if (everything) {
            return new Scope.Everything();
        }
        return publisher
                .<Scope>map(one -> new Scope.Publisher(one.name()))
                .orElseGet(() -> new Scope.Namespaces(namespaces));
    }

    private Publisher publisher(String name) {
        return publishers
                .apply(name)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND, "no publisher '" + CleanText.line(name) + "' is enrolled", "polar trust list"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var source = Source.of(consent.body());
        var first = source.location().isEmpty()
                ? Optional.<ImportedLists.Held>empty()
                : Optional.of(fetched(source, consent));
        journal.append(
                Draft.of(Category.TRUST, Sources.ADD)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("list", source.name())
                        .fact("location", source.location())
                        .fact("reach", source.scope().text())
                        .fact("consent", consent.digest().toString()),
                consent::stored);
        first.ifPresent(list -> refreshing.done(source, list.list()));
        revocations.put(consent);
        first.ifPresent(list -> taking.take(source, list, Optional.empty()));
        changed.revocationsChanged();
        return new Done(
                "enrolled revocation list " + source.name(),
                Map.of(
                        "list", source.name(),
                        "version", first.map(list -> "" + list.list().version()).orElse("none")),
                List.of("polar freshness"));
    }

    /** Where nothing is served, nothing is enrolled. */
    private ImportedLists.Held fetched(Source source, Consented consent) {
        try {
            return refreshing.fetch(source);
        } catch (Refusal refusal) {
            taking.refused(source, refusal, Optional.of(consent));
            throw refusal;
        }
    }

    private static Refusal refused(String message, String hint) {
        return new Refusal(Code.REQUEST_INVALID, message, hint);
    }
}

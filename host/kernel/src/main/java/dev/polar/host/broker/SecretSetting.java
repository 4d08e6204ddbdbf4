package dev.polar.host.broker;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.catalog.Mandate;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.permission.SecretAccess.Verb;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code secret.set NAME} with {@code for} ({@code HOST[:PORT]}), {@code in} ({@code header:H}, {@code query:Q} or {@code env}) and
 * perhaps {@code plugin}; without it the one installed plugin that asks for the secret is meant. The operator signs whose
 * it is and where it goes; the value travels beside the signature as {@code value}.
 */
public final class SecretSetting implements Change {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST = 8_192;

    private final TrustReader trust;
    private final KeptSecrets secrets;
    private final SecretValues values;
    private final Journal journal;

    public SecretSetting(TrustReader trust, KeptSecrets secrets, SecretValues values, Journal journal) {
        this.trust = trust;
        this.secrets = secrets;
        this.values = values;
        this.journal = journal;
    }

    @Override
    public String action() {
        return KeptSecrets.SET;
    }

    @Override
    public Prepared prepare(Request request) {
        var wanted = SecretRequest.of(request);
        var name = wanted.name();
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(name) + "' is no name of a secret",
                    "letters, digits, '.', '_' and '-', 64 at most");
        }
        var mandate = wanted.plugin().map(this::installed).orElseGet(() -> asking(name));
        var owner = new Owner(mandate.terms().plugin(), mandate.terms().publisher());
        var terms = new SecretTerms(
                owner,
                name,
                Audience.parse(request.with().getOrDefault("for", "")),
                SecretPlacement.parse(request.with().getOrDefault("in", "")));
        var warnings = warnings(mandate, terms);
        return new Prepared(terms.object(), terms.json(), warnings.isEmpty(), warnings);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var terms = SecretTerms.of(consent.body());
        var value = secret.getOrDefault("value", "");
        if (value.length() < SecretMask.SHORTEST
                || value.length() > LONGEST
                || !terms.placement().carries(value)) {
            throw new Refusal(
                    Code.SECRET_INVALID,
                    "a secret has 8 to 8,192 printable characters on one line",
                    "printf %s \"$TOKEN\" | polar secret set " + terms.name());
        }
        boolean replaces = values.find(terms.owner(), terms.name()).isPresent();
        journal.append(draft(consent, terms), (transaction, seq) -> {
            consent.store(transaction);
            values.put(transaction, terms.owner(), terms.name(), consent.version(), value);
            return seq;
        });
        values.reload();
        return new Done(
                "secret " + terms.name() + " of " + terms.owner().plugin() + " goes to " + terms.audience() + " as "
                        + terms.placement(),
                Map.of(
                        "plugin", terms.owner().plugin().name(),
                        "audience", terms.audience().toString(),
                        "placement", terms.placement().toString()),
                replaces && seen(terms) ? List.of(restart(terms)) : List.of());
    }

    /** Whether processes of its plugin are started with it. */
    private boolean seen(SecretTerms terms) {
        return trust.read()
                .mandate(terms.owner().plugin())
                .filter(mandate -> asked(mandate, terms.name(), Stream.of(Verb.ENV)))
                .isPresent();
    }

    /** A process keeps the environment it was started with. */
    private static String restart(SecretTerms terms) {
        var plugin = terms.owner().plugin();
        return "polar disable " + plugin + ", then polar enable " + plugin
                + ": servers that run were started with what was set before";
    }

    static Draft draft(Consented consent, SecretTerms terms) {
        return Draft.of(Category.SECRET, consent.action())
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .plugin(terms.owner().plugin().name())
                .secretNames(List.of(terms.name()))
                .fact("audience", terms.audience().toString())
                .fact("placement", terms.placement().toString())
                .fact("plan", consent.digest().toString());
    }

    private List<String> warnings(Mandate mandate, SecretTerms terms) {
        var warnings = new ArrayList<String>();
        if (asked(mandate, terms.name(), Stream.of(Verb.READ, Verb.ENV))) {
            var hosts = mandate.terms().grant().permissions().stream()
                    .filter(permission -> permission.access() instanceof NetConnect)
                    .map(permission -> permission.access().selector())
                    .collect(Collectors.joining(", "));
            warnings.add(terms.owner().plugin() + " can read " + terms.name()
                    + (hosts.isEmpty() ? "" : " and send it to " + hosts));
        } else if (!asked(mandate, terms.name(), Stream.of(Verb.USE))) {
            warnings.add(terms.owner().plugin() + " does not ask for " + terms.name());
        }
        secrets.terms().stream()
                .filter(before -> before.object().equals(terms.object()))
                .filter(before -> !before.equals(terms))
                .forEach(before ->
                        warnings.add("until now it goes to " + before.audience() + " as " + before.placement()));
        return warnings;
    }

    private Mandate installed(String plugin) {
        return trust.read().mandates().values().stream()
                .filter(mandate -> mandate.terms().plugin().name().equals(plugin))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND, "plugin '" + CleanText.line(plugin) + "' is not installed", "polar list"));
    }

    private Mandate asking(String name) {
        var asking = trust.read().mandates().values().stream()
                .filter(mandate -> asked(mandate, name, Stream.of(Verb.values())))
                .toList();
        if (asking.size() == 1) {
            return asking.getFirst();
        }
        if (asking.isEmpty()) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "no installed plugin asks for secret.use(" + name + ")",
                    "polar inspect PLUGIN lists what it asks for; --plugin NAME sets it all the same");
        }
        var names = asking.stream()
                .map(mandate -> mandate.terms().plugin())
                .sorted()
                .map(PluginId::name)
                .collect(Collectors.joining(", "));
        throw new Refusal(
                Code.REQUEST_INVALID,
                names + " all ask for secret '" + name + "', and a secret belongs to one",
                "--plugin " + asking.getFirst().terms().plugin(),
                Map.of("plugins", names));
    }

    private static boolean asked(Mandate mandate, String name, Stream<Verb> verbs) {
        return verbs.anyMatch(verb ->
                !mandate.terms().grant().allowing(new SecretAccess(verb, name)).isEmpty());
    }
}

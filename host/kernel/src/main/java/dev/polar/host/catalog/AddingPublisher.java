package dev.polar.host.catalog;

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
import dev.polar.trust.admission.Level;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.text.CleanText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code trust.add NAME} with {@code key} (one or more PEM blocks), {@code namespace} and {@code beside} (names with
 * commas), {@code level}, {@code threshold} and {@code role}.
 */
public final class AddingPublisher implements Change {
    static final String ACTION = "trust.add";

    private final TrustReader trust;
    private final Journal journal;
    private final TrustChanged changed;

    public AddingPublisher(TrustReader trust, Journal journal, TrustChanged changed) {
        this.trust = trust;
        this.journal = journal;
        this.changed = changed;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var enrolment = read(request);
        var known = trust.read();
        EnrolmentRules.require(enrolment, known);
        var alike = EnrolmentRules.alike(enrolment, known);
        var body = StrictJson.provider().createObjectBuilder(enrolment.json());
        if (!alike.isEmpty()) {
            body.add("findings", StrictJson.provider().createArrayBuilder(alike));
        }
        var notes = enrolment.keys().stream()
                .map(key -> "key " + key.id().fingerprint())
                .toList();
        return new Prepared(
                object(enrolment.name()), body.build(), enrolment.beside().isEmpty() && alike.isEmpty(), notes);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var enrolment = Enrolment.of(consent);
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("publisher", enrolment.name())
                .fact("plan", consent.digest().toString());
        journal.append(draft, consent::stored);
        changed.trustChanged();
        return new Done(
                "enrolled " + (enrolment.reviewer() ? "reviewer " : "publisher ") + enrolment.name(),
                Map.of("publisher", enrolment.name(), "level", enrolment.level().label()),
                List.of("polar trust show " + enrolment.name()));
    }

    static String object(String name) {
        return "publisher:" + name;
    }

    private static Enrolment read(Request request) {
        var with = request.with();
        var reviewer = with.getOrDefault("role", "publisher").equals("reviewer");
        var keys = keys(request);
        var level = level(with.getOrDefault("level", reviewer ? "community" : ""));
        return new Enrolment(
                request.object(),
                reviewer,
                keys,
                threshold(with.getOrDefault("threshold", "1"), keys.size()),
                names(with.getOrDefault("namespace", "")),
                level,
                names(with.getOrDefault("beside", "")));
    }

    static List<PublicKey> keys(Request request) {
        var keys = Arrays.stream(request.with().getOrDefault("key", "").split("(?=-----BEGIN)"))
                .filter(block -> !block.isBlank())
                .map(PublicKey::ofPem)
                .toList();
        if (keys.isEmpty()) {
            throw refused("a publisher has at least one key", "--key PUB.pem, obtained from the publisher");
        }
        return keys;
    }

    static Level level(String label) {
        return Level.labelled(label)
                .filter(given -> given == Level.COMMUNITY || given == Level.VERIFIED)
                .orElseThrow(() -> refused("a publisher's level is community or verified", "--level community"));
    }

    static int threshold(String text, int keys) {
        if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > keys) {
            throw refused("'" + CleanText.line(text) + "' is no number of its " + keys + " keys", "--threshold 1");
        }
        return Integer.parseInt(text);
    }

    private static SortedSet<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Refusal refused(String message, String hint) {
        return new Refusal(Code.REQUEST_INVALID, message, hint);
    }
}

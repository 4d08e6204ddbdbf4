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
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may become of a publisher or reviewer who is enrolled; the body is the enrolment as it will be. */
abstract class ChangingPublisher implements Change {
    private final TrustReader trust;
    private final Journal journal;
    private final TrustChanged changed;

    ChangingPublisher(TrustReader trust, Journal journal, TrustChanged changed) {
        this.trust = trust;
        this.journal = journal;
        this.changed = changed;
    }

    /** @throws Refusal if it may not become that */
    abstract Enrolment become(Enrolment now, Request request);

    /** Whether a plain question is enough. */
    abstract boolean plain(Enrolment now, Enrolment then);

    /** What the plan says of each plugin that it brought. */
    abstract String consequence();

    abstract String done(Enrolment then);

    @Override
    public final Prepared prepare(Request request) {
        var known = trust.read();
        var enrolled = known.enrolments().active().get(request.object());
        if (enrolled == null) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "nobody called '" + CleanText.line(request.object()) + "' was enrolled",
                    "polar trust list");
        }
        var now = enrolled.enrolment();
        var then = become(now, request);
        EnrolmentRules.requireOwnKeys(then, known);
        var plugins = known.brought(then.name());
        var body = StrictJson.provider()
                .createObjectBuilder(then.json())
                .add("plugins", StrictJson.provider().createArrayBuilder(plugins));
        var notes = new ArrayList<String>();
        then.keys().stream()
                .filter(key -> !now.keys().contains(key))
                .forEach(key -> notes.add("new key " + key.id().fingerprint()));
        now.keys().stream()
                .filter(key -> !then.keys().contains(key))
                .forEach(key -> notes.add("gives way: key " + key.id().fingerprint()));
        plugins.forEach(plugin -> notes.add(plugin + ": " + consequence()));
        return new Prepared(AddingPublisher.object(then.name()), body.build(), plain(now, then), notes);
    }

    @Override
    public final Done apply(Consented consent, Map<String, String> secret) {
        var then = Enrolment.of(consent);
        var keys = StrictJson.provider().createArrayBuilder();
        then.keys().forEach(key -> keys.add(key.id().hex()));
        var draft = Draft.of(Category.TRUST, action())
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("publisher", then.name())
                .fact("level", then.level().label())
                .fact("keys", keys.build())
                .fact("threshold", then.threshold())
                .fact("plan", consent.digest().toString());
        journal.append(draft, consent::stored);
        changed.trustChanged();
        return new Done(
                done(then),
                Map.of(
                        "publisher", then.name(),
                        "level", then.level().label(),
                        "threshold", Integer.toString(then.threshold())),
                List.of("polar trust show " + then.name()));
    }
}

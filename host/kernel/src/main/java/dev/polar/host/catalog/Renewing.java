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
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Approval;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;

/** {@code renew NAME}: the permissions of high risk that the serving release was given last another 90 days. */
public final class Renewing implements Change {
    static final String ACTION = "renew";

    private final TrustReader trust;
    private final Journal journal;
    private final TrustChanged changed;

    public Renewing(TrustReader trust, Journal journal, TrustChanged changed) {
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
        var plugin = named(request.object());
        var known = trust.read();
        var terms = known.mandate(plugin)
                .map(Mandate::terms)
                .orElseThrow(
                        () -> new Refusal(Code.NOT_FOUND, "plugin '" + plugin + "' is not installed", "polar list"));
        var risky = terms.grant().highOnly();
        if (risky.permissions().isEmpty()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    plugin + " was given nothing of high risk, so nothing of it runs out",
                    "polar inspect " + plugin);
        }
        var permissions = StrictJson.provider().createArrayBuilder();
        risky.permissions().forEach(permission -> permissions.add(permission.toString()));
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("plugin", plugin.name())
                .add("version", terms.version().toString())
                .add("content", terms.content().toString())
                .add("permissions", permissions)
                .build();
        var until = known.state().approvals().get(terms.content()).expires();
        return new Prepared(
                "plugin:" + plugin,
                body,
                false,
                List.of("until now they end at " + until + "; then " + Approval.HIGH_RISK_LASTS.toDays()
                        + " days from your signature"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var plugin = consent.body().getString("plugin");
        var draft = Draft.of(Category.PLUGIN, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .plugin(plugin)
                .allowed()
                .delta(consent.body().getJsonArray("permissions"))
                .fact("content", consent.body().getString("content"))
                .fact("consent", consent.digest().toString());
        journal.append(draft, consent::stored);
        changed.trustChanged();
        var until = consent.at().plus(Approval.HIGH_RISK_LASTS).toString();
        return new Done(
                "renewed what " + plugin + " may do until " + until,
                Map.of("plugin", plugin, "until", until),
                List.of("polar inspect " + plugin));
    }

    private static PluginId named(String name) {
        try {
            return new PluginId(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.NOT_FOUND, "'" + CleanText.line(name) + "' is no plugin's name", "polar list");
        }
    }
}

package dev.polar.host.revocation;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code revocations.refresh NAME}: its list is fetched now. */
final class RefreshingList implements Change {
    private final RevocationList revocations;
    private final Refreshing refreshing;

    RefreshingList(RevocationList revocations, Refreshing refreshing) {
        this.revocations = revocations;
        this.refreshing = refreshing;
    }

    @Override
    public String action() {
        return "revocations.refresh";
    }

    @Override
    public Prepared prepare(Request request) {
        var source = revocations.sources().requireActive(request.object());
        if (source.location().isEmpty()) {
            throw new Refusal(
                    Code.STATE_CONFLICT, "'" + source.name() + "' is brought by hand", "polar revocations import FILE");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("name", source.name())
                .add("location", source.location())
                .build();
        return new Prepared("revocations-refresh:" + source.name(), body, true, List.of("from " + source.location()));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var source = revocations.sources().requireActive(consent.body().getString("name"));
        boolean another = refreshing.refresh(source, Optional.of(consent));
        return TakenList.done(source, revocations.listOf(source).orElseThrow(), another);
    }
}

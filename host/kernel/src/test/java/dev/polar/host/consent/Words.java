package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.store.Database;
import dev.polar.trust.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Consents over a list of words: the smallest world that can change. */
final class Words implements Change {
    private final Database database;
    private final String action;
    final List<String> said = new ArrayList<>();
    String mood = "calm";

    Words(Database database) {
        this(database, "say");
    }

    Words(Database database, String action) {
        this.database = database;
        this.action = action;
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("word", request.object())
                .add("mood", mood)
                .build();
        return new Prepared("word:" + request.object(), body, true, List.of("for a test"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        database.write(transaction -> {
            consent.store(transaction);
            return null;
        });
        said.add(consent.body().getString("word"));
        return new Done("said", Map.of(), List.of());
    }
}

package dev.polar.host.retention;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Archives.Archived;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Pruning;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * {@code prune log} with {@code before}, a time or a number of days such as {@code 90d}: older segments go out of the
 * database, with what their commitments hide. What is signed names each of them and its archive.
 */
public final class PruningLog implements Change {
    static final String ACTION = "prune";

    private final Pruning pruning;
    private final InstantSource clock;

    public PruningLog(Pruning pruning, InstantSource clock) {
        this.pruning = pruning;
        this.clock = clock;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.AUDIT;
    }

    @Override
    public Prepared prepare(Request request) {
        var eligible = pruning.before(before(request.with().getOrDefault("before", "")));
        if (eligible.segments().isEmpty()) {
            throw new Refusal(
                    Code.AUDIT_KEPT,
                    eligible.kept().isEmpty()
                            ? "nothing was written yet"
                            : "nothing can go: " + String.join("; ", eligible.kept()),
                    "polar audit archive make archives what can be; polar audit hold list shows what is held");
        }
        var segments = StrictJson.provider().createArrayBuilder();
        eligible.segments().forEach(archived -> segments.add(named(archived)));
        return new Prepared(
                "audit:log",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("segments", segments)
                        .build(),
                false,
                notes(eligible));
    }

    private static List<String> notes(Pruning.Eligible eligible) {
        var oldest = eligible.segments().getFirst();
        var newest = eligible.segments().getLast();
        var notes = new ArrayList<String>();
        notes.add(eligible.segments().size() + " segments, records from " + oldest.since() + " to " + newest.until());
        notes.add("they stay in their archives, under " + oldest.file().getParent()
                + "; what their commitments hide is gone for good");
        notes.addAll(eligible.kept());
        return notes;
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var signed = new HashSet<JsonValue>(consent.body().getJsonArray("segments"));
        var segments = pruning.before(clock.instant()).segments().stream()
                .filter(archived -> signed.contains(named(archived)))
                .toList();
        if (segments.size() < signed.size()) {
            throw new Refusal(
                    Code.AUDIT_KEPT,
                    "some of these segments may not go any more",
                    "ask for a new plan: the same command");
        }
        int waiting = pruning.prune(
                Draft.of(Category.AUDIT, ACTION)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .fact("consent", consent.digest().toString()),
                segments,
                consent::stored);
        return new Done(
                segments.size()
                        + (segments.size() == 1 ? " segment is pruned" : " segments are pruned")
                        + (waiting == 0 ? "" : "; the space of " + waiting + " comes back later: somebody reads there"),
                Map.of("segments", Integer.toString(segments.size()), "waiting", Integer.toString(waiting)),
                List.of("polar audit archive list"));
    }

    private static JsonObject named(Archived archived) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("log", archived.segment().origin())
                .add("first", archived.segment().first())
                .add("last", archived.segment().after() - 1)
                .add("archive", archived.digest())
                .build();
    }

    private Instant before(String text) {
        if (text.matches("[1-9][0-9]{0,4}d")) {
            return clock.instant().minus(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(text) + "' is neither a time nor a number of days",
                    "--before 90d, or --before 2026-08-01T00:00:00Z");
        }
    }
}

package dev.polar.host.replay;

import dev.polar.host.catalog.Brought;
import dev.polar.host.policy.Question;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.key.Digest;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocations;
import dev.polar.trust.revocation.SignedList;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Revocations that are not in force, and which packages they would take back. Asked for one replay, by one thread. */
final class TakenBack {
    private static final List<Kind> WHOLE = List.of(Kind.KEY, Kind.PUBLISHER, Kind.PLUGIN, Kind.VERSION, Kind.DIGEST);

    private final Revocations revocations;
    private final Map<Digest, Facts> releases;
    private final Map<String, Answer> answers = new HashMap<>();

    private TakenBack(Revocations revocations, Map<Digest, Facts> releases) {
        this.revocations = revocations;
        this.releases = releases;
    }

    /** Whether a call would have been refused for it. */
    sealed interface Answer {
        record By(String id) implements Answer {}

        record Nothing() implements Answer {}

        /** No consent tells who signed that content. */
        record Unknown() implements Answer {}
    }

    /** Takes back nothing. */
    static TakenBack nothing() {
        return new TakenBack(Revocations.NONE, Map.of());
    }

    /**
     * Reads entries, as if all of them were in force.
     *
     * @param json <code>{"entries": [...]}</code>
     * @throws Refusal {@code REVOCATIONS_INVALID}
     */
    static TakenBack of(String json, Brought brought) {
        var entries = SignedList.draft("the list", json.getBytes(StandardCharsets.UTF_8), Optional.empty()).stream()
                .map(Revocation::atOnce)
                .toList();
        return new TakenBack(new Revocations(1, entries).knowing(brought.recorded()), brought.releases());
    }

    Answer of(Question question) {
        if (revocations.entries().isEmpty()) {
            return new Answer.Nothing();
        }
        return answers.computeIfAbsent(question.plugin().digest() + " " + question.target(), key -> find(question));
    }

    private Answer find(Question question) {
        var facts = facts(question);
        if (facts.isEmpty()) {
            return new Answer.Unknown();
        }
        return WHOLE.stream()
                .flatMap(kind -> revocations.naming(facts.get(), kind, Instant.EPOCH).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(
                        revocations.tools(facts.get(), Instant.EPOCH).get(tool(question))))
                .<Answer>map(entry -> new Answer.By(entry.id()))
                .orElseGet(Answer.Nothing::new);
    }

    private Optional<Facts> facts(Question question) {
        try {
            return Optional.ofNullable(
                    releases.get(Digest.parse(question.plugin().digest())));
        } catch (RuntimeException none) {
            return Optional.empty();
        }
    }

    private static String tool(Question question) {
        return question.target().substring(question.target().indexOf('/') + 1);
    }
}

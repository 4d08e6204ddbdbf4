package dev.polar.host.policy;

import dev.polar.trust.json.StrictJson;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions as tests put them: a client writes {@code acme.files/write}, unless it says otherwise. */
record Asked(Question question) {
    static final JsonObject ARGUMENTS = Json.createObjectBuilder()
            .add("path", "/etc/passwd")
            .add("depth", 3)
            .build();

    static Asked of(String caller, String target) {
        return new Asked(new Question(
                List.of(caller),
                target,
                "tool",
                "write",
                false,
                new Question.Plugin("acme.files", "1.4.0", "sha256:00", "local", "confined:bwrap"),
                "session",
                Set.of(),
                Optional.empty(),
                Instant.parse("2026-11-20T22:15:00Z"),
                ARGUMENTS));
    }

    static Asked of(String target) {
        return of("client:claude", target);
    }

    Asked reading(boolean reads) {
        var q = question;
        return new Asked(new Question(
                q.callers(),
                q.target(),
                q.kind(),
                q.effect(),
                reads,
                q.plugin(),
                q.session(),
                q.labels(),
                q.channel(),
                q.time(),
                q.arguments()));
    }

    Asked by(String... callers) {
        var q = question;
        return new Asked(new Question(
                List.of(callers),
                q.target(),
                q.kind(),
                q.effect(),
                q.reads(),
                q.plugin(),
                q.session(),
                q.labels(),
                q.channel(),
                q.time(),
                q.arguments()));
    }

    Asked with(String json) {
        return with(StrictJson.object(json.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20)));
    }

    Asked with(JsonObject arguments) {
        var q = question;
        return new Asked(new Question(
                q.callers(),
                q.target(),
                q.kind(),
                q.effect(),
                q.reads(),
                q.plugin(),
                q.session(),
                q.labels(),
                q.channel(),
                q.time(),
                arguments));
    }

    Asked labelled(String... labels) {
        var q = question;
        return new Asked(new Question(
                q.callers(),
                q.target(),
                q.kind(),
                q.effect(),
                q.reads(),
                q.plugin(),
                q.session(),
                Set.of(labels),
                q.channel(),
                q.time(),
                q.arguments()));
    }

    Asked in(String kind, String account, String room) {
        var q = question;
        return new Asked(new Question(
                q.callers(),
                q.target(),
                q.kind(),
                q.effect(),
                q.reads(),
                q.plugin(),
                q.session(),
                q.labels(),
                Optional.of(new Question.Channel(kind, account, room)),
                q.time(),
                q.arguments()));
    }
}

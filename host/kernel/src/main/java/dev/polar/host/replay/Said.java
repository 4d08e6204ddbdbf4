package dev.polar.host.replay;

import dev.polar.host.audit.PastCall;
import dev.polar.host.policy.Question;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A record's fields as the parts of a question; what is not there any more is told by {@link #unknown}. */
record Said(PastCall call) {
    /** Stands for somebody whose name was erased. */
    private static final String SOMEBODY = "?";

    Question question() {
        return new Question(
                callers(),
                text("tool"),
                kind(),
                fact("declared"),
                facts().get("reads") == JsonValue.TRUE,
                new Question.Plugin(
                        plugin("name"), plugin("version"), plugin("digest"), plugin("level"), plugin("enforcement")),
                text("session"),
                labels(),
                channel(),
                time(),
                arguments());
    }

    /** Variables that conditions may name and nobody can tell any more. */
    Set<String> unknown() {
        var unknown = new HashSet<String>();
        if (call.said().get("arguments") instanceof JsonObject && !call.opened().contains("/arguments")) {
            unknown.add("arguments");
        }
        if (callers().stream().anyMatch(caller -> caller.endsWith(":" + SOMEBODY))) {
            unknown.addAll(Set.of("caller", "callers"));
        }
        if (facts().get("room") instanceof JsonObject) {
            unknown.add("channel");
        }
        if (!facts().containsKey("declared")) {
            unknown.addAll(Set.of("effect", "labels", "channel"));
        }
        return unknown;
    }

    /** What policy said; empty if it was not asked. */
    String effect() {
        return fact("effect");
    }

    String rule() {
        return call.said().get("policy") instanceof JsonObject policy ? text(policy, "rule") : "";
    }

    /** What the rules of plugins said; empty if nothing. */
    String besides(String member) {
        return facts().get("besides") instanceof JsonObject besides ? text(besides, member) : "";
    }

    boolean isIntent() {
        return text("stage").equals("INTENT");
    }

    /** What it used, as far as it ended. */
    List<String> used() {
        return call.ended()
                .filter(end -> end.get("permissionsUsed") instanceof JsonArray)
                .map(end -> end.getJsonArray("permissionsUsed").stream()
                        .filter(JsonString.class::isInstance)
                        .map(one -> ((JsonString) one).getString())
                        .toList())
                .orElse(List.of());
    }

    String fact(String name) {
        return text(facts(), name);
    }

    private List<String> callers() {
        var callers = new ArrayList<String>();
        if (call.said().get("caller") instanceof JsonObject caller) {
            callers.add(caller(caller));
        }
        if (call.said().get("onBehalfOf") instanceof JsonArray behalf) {
            behalf.forEach(one -> callers.add(one instanceof JsonObject caller ? caller(caller) : SOMEBODY));
        }
        return callers.isEmpty() ? List.of(":" + SOMEBODY) : callers;
    }

    private static String caller(JsonObject caller) {
        var kind = text(caller, "kind");
        var id = caller.get("id") instanceof JsonString name ? name.getString() : SOMEBODY;
        return (kind.equals("user") ? "channel" : kind) + ":" + id;
    }

    private String kind() {
        return switch (text("action")) {
            case "read" -> "skill";
            case "send" -> "send";
            case "get" -> "prompt";
            case "fetch", "subscribe" -> "resource";
            case "complete" -> "completion";
            default -> "tool";
        };
    }

    private Set<String> labels() {
        return facts().get("labels") instanceof JsonArray labels
                ? labels.getValuesAs(JsonString::getString).stream().collect(Collectors.toSet())
                : Set.of();
    }

    private Optional<Question.Channel> channel() {
        return facts().get("channel") instanceof JsonObject channel
                ? Optional.of(new Question.Channel(text(channel, "kind"), text(channel, "account"), fact("room")))
                : Optional.empty();
    }

    /** When policy was asked; a little before it was recorded. */
    private Instant time() {
        return facts().get("asked") instanceof JsonString asked ? Instant.parse(asked.getString()) : call.time();
    }

    private JsonObject arguments() {
        return call.opened().contains("/arguments") && call.said().get("arguments") instanceof JsonObject arguments
                ? arguments
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    private String plugin(String member) {
        return call.said().get("plugin") instanceof JsonObject plugin ? text(plugin, member) : "";
    }

    private JsonObject facts() {
        return call.said().get("facts") instanceof JsonObject facts ? facts : JsonValue.EMPTY_JSON_OBJECT;
    }

    private String text(String field) {
        return text(call.said(), field);
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }
}

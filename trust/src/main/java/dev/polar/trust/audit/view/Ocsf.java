package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;

/**
 * OCSF 1.9.0-dev. {@code raw_data} is the canonical record; the attestation of the record_integrity profile carries the
 * hash of that, not of this event, and says so: its algorithm is "Other".
 */
record Ocsf(String origin, String version) implements View {
    private static final JsonProvider JSON = StrictJson.provider();

    @Override
    public String line(AuditRecord record) {
        var said = new Said(record);
        var type = OcsfClass.of(said);
        var activity = type.activity(said);
        var event = JSON.createObjectBuilder()
                .add("activity_id", activity.id())
                .add("activity_name", activity.name())
                .add("category_uid", type.category)
                .add("category_name", type.categoryName)
                .add("class_uid", type.uid)
                .add("class_name", type.caption)
                .add("type_uid", type.uid * 100 + activity.id())
                .add("time", record.position().time().toEpochMilli())
                .add("metadata", metadata(said))
                .add("actor", actor(said))
                .add("message", message(said))
                .add("raw_data", Canonical.text(record.json()))
                .add("attestation_list", JSON.createArrayBuilder().add(attestation(said)));
        judged(event, said);
        switch (type) {
            case API_ACTIVITY -> event.add("api", api(said)).add("src_endpoint", endpoint(said));
            case APPLICATION_LIFECYCLE -> event.add("app", app(said));
            case ENTITY_MANAGEMENT -> event.add("entity", entity(said));
        }
        return JsonLine.of(event.build());
    }

    private JsonObjectBuilder metadata(Said said) {
        var metadata = JSON.createObjectBuilder()
                .add("version", "1.9.0-dev")
                .add(
                        "product",
                        JSON.createObjectBuilder()
                                .add("name", "Polar")
                                .add("vendor_name", "Polar")
                                .add("version", version))
                .add(
                        "profiles",
                        JSON.createArrayBuilder().add("record_integrity").add("security_control"))
                .add("uid", uid(said.seq()))
                .add("sequence", said.seq())
                .add("log_name", origin)
                .add("event_code", said.of("category") + "." + said.of("action"));
        add(metadata, "correlation_uid", said.traceId());
        return metadata;
    }

    private String uid(long seq) {
        return origin + "#" + seq;
    }

    private JsonObjectBuilder attestation(Said said) {
        var attestation = JSON.createObjectBuilder()
                .add("uid", uid(said.seq()))
                .add("chain_uid", origin)
                .add("fingerprint", fingerprint(said.leaf()));
        if (!said.prev().isEmpty()) {
            attestation.add(
                    "prev_event",
                    JSON.createObjectBuilder()
                            .add("uid", uid(said.seq() - 1))
                            .add("fingerprint", fingerprint(said.prev())));
        }
        return attestation;
    }

    private static JsonObjectBuilder fingerprint(String hash) {
        return JSON.createObjectBuilder()
                .add("algorithm_id", 99)
                .add("algorithm", "RFC 6962 leaf hash of raw_data, SHA-256")
                .add("encoding_id", 1)
                .add("encoding", "Hex")
                .add("serialization_id", 2)
                .add("serialization", "JCS")
                .add("value", hash);
    }

    private static JsonObjectBuilder actor(Said said) {
        var id = said.of("caller", "id");
        return switch (said.of("caller", "kind")) {
            case "" -> JSON.createObjectBuilder().add("app_name", "Polar");
            case "plugin", "client" -> JSON.createObjectBuilder().add("app_name", id);
            default ->
                JSON.createObjectBuilder()
                        .add(
                                "user",
                                JSON.createObjectBuilder()
                                        .add("name", id.isEmpty() ? "unknown" : id)
                                        .add("type_id", 99)
                                        .add("type", said.of("caller", "kind")));
        };
    }

    private static String message(Said said) {
        var about = said.of("tool").isEmpty() ? said.of("plugin", "name") : said.of("tool");
        return (said.of("category") + " " + said.of("action") + " " + said.of("stage") + " " + said.of("decision") + " "
                        + about)
                .strip()
                .replaceAll(" +", " ");
    }

    private static void judged(JsonObjectBuilder event, Said said) {
        var decision = said.of("decision");
        boolean failed = !said.of("errorCode").isEmpty();
        switch (decision) {
            case "ALLOW" -> event.add("action_id", 1).add("action", "Allowed");
            case "DENY" -> event.add("action_id", 2).add("action", "Denied");
            case "ASK" -> event.add("action_id", 99).add("action", "Ask");
            default -> event.add("action_id", 0).add("action", "Unknown");
        }
        if (said.of("errorCode").equals("OUTCOME_UNKNOWN") || said.of("stage").equals("INTENT")) {
            event.add("status_id", 0).add("status", "Unknown");
        } else if (failed || decision.equals("DENY")) {
            event.add("status_id", 2).add("status", "Failure");
        } else {
            event.add("status_id", 1).add("status", "Success");
        }
        if (decision.equals("DENY")) {
            event.add("severity_id", 3).add("severity", "Medium");
        } else if (failed || decision.equals("ASK")) {
            event.add("severity_id", 2).add("severity", "Low");
        } else {
            event.add("severity_id", 1).add("severity", "Informational");
        }
        add(event, "status_code", said.of("errorCode"));
        add(event, "status_detail", said.of("reason"));
    }

    private static JsonObjectBuilder api(Said said) {
        var api = JSON.createObjectBuilder()
                .add("operation", said.of("tool").isEmpty() ? said.of("action") : said.of("tool"));
        var service = JSON.createObjectBuilder();
        add(service, "name", said.of("plugin", "name"));
        add(service, "version", said.of("plugin", "version"));
        var request = JSON.createObjectBuilder();
        add(request, "uid", said.of("intent"));
        return api.add("service", service).add("request", request);
    }

    /** Where it happened; who called from which address is not in a record. */
    private static JsonObjectBuilder endpoint(Said said) {
        return JSON.createObjectBuilder().add("svc_name", "Polar").add("uid", said.of("node"));
    }

    private static JsonObjectBuilder app(Said said) {
        var name = said.of("plugin", "name");
        var app = JSON.createObjectBuilder().add("name", name.isEmpty() ? "Polar" : name);
        add(app, "version", said.of("plugin", "version"));
        add(app, "uid", said.of("plugin", "digest"));
        return app;
    }

    private static JsonObjectBuilder entity(Said said) {
        var name = said.of("approval").isEmpty() ? said.of("plugin", "name") : said.of("approval");
        return JSON.createObjectBuilder()
                .add("type_id", 99)
                .add("type", said.of("category"))
                .add("name", name.isEmpty() ? said.of("category") : name);
    }

    private static void add(JsonObjectBuilder object, String key, String value) {
        if (!value.isEmpty()) {
            object.add(key, value);
        }
    }
}

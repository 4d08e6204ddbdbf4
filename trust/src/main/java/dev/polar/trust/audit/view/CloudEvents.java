package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.json.StrictJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * CloudEvents 1.0 (JSON event format). {@code data} is the whole record; its canonical form has the hash in {@code
 * polarleaf}. The index is text because an Integer of CloudEvents has 32 bits.
 */
record CloudEvents(String origin) implements View {
    @Override
    public String line(AuditRecord record) {
        var said = new Said(record);
        var event = StrictJson.provider()
                .createObjectBuilder()
                .add("specversion", "1.0")
                .add("id", Long.toString(said.seq()))
                .add("source", "/" + path(origin))
                .add("type", "dev.polar.audit." + said.of("category") + "." + said.of("action") + ".v1")
                .add("time", said.of("time"))
                .add("datacontenttype", "application/json")
                .add("polarindex", Long.toString(said.seq()))
                .add("polarleaf", said.leaf());
        var subject = said.of("tool").isEmpty() ? said.of("plugin", "name") : said.of("tool");
        if (!subject.isEmpty()) {
            event.add("subject", subject);
        }
        if (!said.of("trace").isEmpty()) {
            event.add("traceparent", said.of("trace"));
        }
        return JsonLine.of(event.add("data", record.json()).build());
    }

    private static String path(String origin) {
        return URLEncoder.encode(origin, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}

package dev.polar.trust.attestation;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The list of signed entries: every one but the attestations, once. */
final class Subjects {
    private Subjects() {}

    static Map<String, Digest> of(Fields statement) {
        var subjects = new LinkedHashMap<String, Digest>();
        for (var subject : statement.objects("subject", Integer.MAX_VALUE)) {
            var name = subject.text("name");
            var hex = subject.object("digest").text("sha256");
            if (!Digest.isHex(hex)) {
                throw subject.wrong("'digest.sha256' is not 64 lower-case hex digits");
            }
            if (name.equals(Attestations.ENTRY)) {
                throw subject.wrong("the attestations cannot list themselves");
            }
            if (subjects.put(name, new Digest(hex)) != null) {
                throw subject.wrong("'" + CleanText.line(name) + "' is listed twice");
            }
        }
        return Collections.unmodifiableMap(subjects);
    }

    static JsonArray json(Map<String, Digest> subjects) {
        var json = StrictJson.provider();
        var array = json.createArrayBuilder();
        subjects.forEach((name, digest) -> array.add(json.createObjectBuilder()
                .add("name", name)
                .add("digest", json.createObjectBuilder().add("sha256", digest.hex()))));
        return array.build();
    }
}

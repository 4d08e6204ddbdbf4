package dev.polar.trust.attestation;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * The publisher's word on what a package is.
 *
 * @param subjects digest of every entry by name, in the order listed
 * @param name the plugin's
 * @param version as text; it is compared with the manifest's, character by character
 * @param epoch from 1 to 2^31-1
 * @param publishedAt informative, never evidence
 */
public record PackageStatement(
        Map<String, Digest> subjects, String name, String version, int epoch, Instant publishedAt)
        implements Statement {
    /** The predicate type. */
    public static final String PREDICATE_TYPE = "https://polar.dev/attestation/package/v1";

    @Override
    public String predicateType() {
        return PREDICATE_TYPE;
    }

    static PackageStatement of(Fields fields) {
        var predicate = fields.object("predicate");
        return new PackageStatement(
                Subjects.of(fields),
                predicate.text("name"),
                predicate.text("version"),
                predicate.positive("epoch"),
                predicate.utc("publishedAt"));
    }

    /** The payload that is signed; equal statements give equal bytes. */
    public byte[] payload() {
        var json = StrictJson.provider();
        return json.createObjectBuilder()
                .add("_type", TYPE)
                .add("subject", Subjects.json(subjects))
                .add("predicateType", PREDICATE_TYPE)
                .add(
                        "predicate",
                        json.createObjectBuilder()
                                .add("name", name)
                                .add("version", version)
                                .add("epoch", epoch)
                                .add("publishedAt", publishedAt.toString()))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}

package dev.polar.trust.attestation;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * A reviewer's word on a package. It counts only if it repeats the package statement's subjects, name, version and epoch.
 *
 * @param result {@code accepted} is the only one that raises anything
 */
public record ReviewStatement(
        Map<String, Digest> subjects, String name, String version, int epoch, String result, Instant reviewedAt)
        implements Statement {
    /** The predicate type. */
    public static final String PREDICATE_TYPE = "https://polar.dev/attestation/review/v1";

    /** The result of a review that found nothing against the package. */
    public static final String ACCEPTED = "accepted";

    /** The acceptance of exactly that package. */
    public static ReviewStatement accepting(PackageStatement reviewed, Instant reviewedAt) {
        return new ReviewStatement(
                reviewed.subjects(), reviewed.name(), reviewed.version(), reviewed.epoch(), ACCEPTED, reviewedAt);
    }

    @Override
    public String predicateType() {
        return PREDICATE_TYPE;
    }

    /** Whether it accepts exactly that package. */
    public boolean accepts(PackageStatement statement) {
        return result.equals(ACCEPTED) && accepting(statement, reviewedAt).equals(this);
    }

    static ReviewStatement of(Fields fields) {
        var predicate = fields.object("predicate");
        return new ReviewStatement(
                Subjects.of(fields),
                predicate.text("name"),
                predicate.text("version"),
                predicate.positive("epoch"),
                predicate.text("result"),
                predicate.utc("reviewedAt"));
    }

    /** The payload that is signed. */
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
                                .add("result", result)
                                .add("reviewedAt", reviewedAt.toString()))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}

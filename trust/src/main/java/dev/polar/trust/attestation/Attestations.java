package dev.polar.trust.attestation;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The signatures of a package: Polar's own bundle, a closed object of at most 4 MiB.
 *
 * @param envelopes at most 16
 */
public record Attestations(List<Envelope> envelopes) {
    /** The entry that holds them, the only one that nobody signs. */
    public static final String ENTRY = "dev.polar/attestations.json";

    /** The most envelopes of one package. */
    public static final int MOST_ENVELOPES = 16;

    /** @throws Refusal {@code SIGNATURE_INVALID} if there are more envelopes than anybody would read */
    public Attestations {
        envelopes = List.copyOf(envelopes);
        Fields.atMost(MOST_ENVELOPES, envelopes.size(), "envelopes");
    }

    /**
     * Reads {@link #ENTRY}. What the envelopes say is not looked at.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}
     */
    public static Attestations parse(byte[] json) {
        var fields = Fields.parse(json, "attestations");
        fields.only(Set.of("envelopes"));
        return new Attestations(fields.objects("envelopes", MOST_ENVELOPES).stream()
                .map(Envelope::of)
                .toList());
    }

    /**
     * The bytes of {@link #ENTRY}.
     *
     * @throws Refusal {@code SIGNATURE_INVALID} if they are more than anybody would read
     */
    public byte[] bytes() {
        var json = StrictJson.provider();
        var array = json.createArrayBuilder();
        envelopes.forEach(envelope -> array.add(envelope.toJson()));
        var text = json.createObjectBuilder().add("envelopes", array).build().toString();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        Fields.atMost(Fields.MOST_BYTES, bytes.length, "bytes");
        return bytes;
    }
}

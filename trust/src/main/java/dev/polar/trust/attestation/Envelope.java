package dev.polar.trust.attestation;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A payload, what it is, and who claims to have signed it. Nothing is verified yet: {@link Dsse#signers} does that.
 *
 * @param payload not copied, for it may be large: nobody writes into it
 * @param signatures at most 16; none is a statement that waits to be signed
 */
public record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {
    /** The most signatures of one envelope. */
    public static final int MOST_SIGNATURES = 16;

    /** @throws Refusal {@code SIGNATURE_INVALID} if there are more signatures than anybody would read */
    public Envelope {
        signatures = List.copyOf(signatures);
        Fields.atMost(MOST_SIGNATURES, signatures.size(), "signatures");
    }

    /**
     * Reads one envelope that stands alone, a closed object of at most 4 MiB.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}
     */
    public static Envelope parse(byte[] json) {
        return of(Fields.parse(json, "envelope"));
    }

    static Envelope of(Fields fields) {
        fields.only(Set.of("payloadType", "payload", "signatures"));
        var list = fields.objects("signatures", MOST_SIGNATURES);
        var signatures = new ArrayList<Signature>();
        for (var one : list) {
            one.only(Set.of("keyid", "sig"));
            signatures.add(new Signature(one.optionalText("keyid"), one.base64("sig")));
        }
        return new Envelope(fields.text("payloadType"), fields.base64("payload"), signatures);
    }

    /** The JSON object of this envelope. */
    public JsonObject toJson() {
        var json = StrictJson.provider();
        var base64 = Base64.getEncoder();
        var array = json.createArrayBuilder();
        for (var signature : signatures) {
            var one = json.createObjectBuilder();
            signature.keyId().ifPresent(id -> one.add("keyid", id));
            array.add(one.add("sig", base64.encodeToString(signature.bytes())));
        }
        return json.createObjectBuilder()
                .add("payloadType", payloadType)
                .add("payload", base64.encodeToString(payload))
                .add("signatures", array)
                .build();
    }

    /** {@link #toJson} as UTF-8 text; what {@link #parse} reads. */
    public byte[] bytes() {
        return toJson().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The same statement with these further signatures. */
    public Envelope with(List<Signature> more) {
        var all = new ArrayList<>(signatures);
        all.addAll(more);
        return new Envelope(payloadType, payload, all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope(var otherType, var otherPayload, var otherSignatures)
                && payloadType.equals(otherType)
                && Arrays.equals(payload, otherPayload)
                && signatures.equals(otherSignatures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(payloadType, Arrays.hashCode(payload), signatures);
    }

    @Override
    public String toString() {
        return payloadType + " (" + payload.length + " bytes, " + signatures.size() + " signatures)";
    }
}

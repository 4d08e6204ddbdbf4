package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.OtherStatement;
import dev.polar.trust.attestation.PackageStatement;
import dev.polar.trust.attestation.ReviewStatement;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/** The one envelope of a package that carries the package statement, and what it says if that can be read. */
record PackageEnvelope(Envelope envelope, Supplier<PackageStatement> reading) {

    /** What the payload says; only to be believed once a signature over it has been verified. */
    PackageStatement statement() {
        return reading.get();
    }

    static PackageEnvelope find(Optional<Attestations> attestations) {
        var found = new ArrayList<PackageEnvelope>();
        var unreadable = new ArrayList<PackageEnvelope>();
        var foreign = new ArrayList<String>();
        for (var envelope : attestations.map(Attestations::envelopes).orElseThrow(PackageEnvelope::missing)) {
            if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
                foreign.add(envelope.payloadType());
                continue;
            }
            try {
                switch (Statement.parse(envelope.payload())) {
                    case PackageStatement statement -> found.add(new PackageEnvelope(envelope, () -> statement));
                    case ReviewStatement review -> {}
                    case OtherStatement other -> {}
                }
            } catch (Refusal why) {
                unreadable.add(new PackageEnvelope(envelope, () -> {
                    throw why;
                }));
            }
        }
        if (found.size() > 1) {
            throw invalid(found.size() + " envelopes carry a package statement, and exactly one may");
        }
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        // Whose signature an unreadable statement claims decides what is said of it.
        if (!unreadable.isEmpty()) {
            return unreadable.getFirst();
        }
        if (!foreign.isEmpty()) {
            throw invalid("what is signed is '" + CleanText.line(foreign.getFirst()) + "', and nothing but "
                    + Statement.PAYLOAD_TYPE + " counts as an attestation");
        }
        throw missing();
    }

    /** Refuses an envelope that nobody signed. */
    PackageEnvelope signed() {
        if (envelope.signatures().isEmpty()) {
            throw missing();
        }
        return this;
    }

    private static Refusal missing() {
        return new Refusal(
                Code.SIGNATURE_MISSING,
                "the package is not signed: it carries no signed package statement",
                "get the signed file from its publisher, or sign what is yours: polar pack DIR --key KEY.pem");
    }

    private static Refusal invalid(String why) {
        return new Refusal(Code.SIGNATURE_INVALID, why, "get the file from its publisher again");
    }
}

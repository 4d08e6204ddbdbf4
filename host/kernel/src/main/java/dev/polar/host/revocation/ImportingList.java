package dev.polar.host.revocation;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.revocation.Revocation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code revocations.import} with {@code upload}, a list that came by hand; its signature says whose it is. */
final class ImportingList implements Change {
    private final RevocationList revocations;
    private final Function<String, byte[]> uploads;
    private final Refreshing refreshing;
    private final Taking taking;

    /** @param uploads the file of that name */
    ImportingList(RevocationList revocations, Function<String, byte[]> uploads, Refreshing refreshing, Taking taking) {
        this.revocations = revocations;
        this.uploads = uploads;
        this.refreshing = refreshing;
        this.taking = taking;
    }

    @Override
    public String action() {
        return "revocations.import";
    }

    @Override
    public Prepared prepare(Request request) {
        var bytes = bytes(request);
        var source = signer(bytes);
        var next = revocations.next(source, bytes).list();
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("name", source.name())
                .add("version", next.version())
                .add("list", Digest.of(next.payload()).toString())
                .build();
        var before = revocations.listOf(source).stream()
                .flatMap(list -> list.entries().stream())
                .map(Revocation::id)
                .collect(Collectors.toSet());
        var notes = next.entries().stream()
                .filter(entry -> !before.contains(entry.id()))
                .limit(20)
                .map(entry -> "takes back " + entry.kind().label() + " " + entry.value() + ": " + entry.reason())
                .toList();
        return new Prepared("revocations-import:" + source.name(), body, true, notes);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var bytes = bytes(consent.statement().request());
        var source = signer(bytes);
        var next = revocations.next(source, bytes);
        boolean another = taking.take(source, next, Optional.of(consent));
        refreshing.done(source, next.list());
        return TakenList.done(source, next.list(), another);
    }

    private byte[] bytes(Request request) {
        return uploads.apply(request.with().getOrDefault("upload", ""));
    }

    private Source signer(byte[] bytes) {
        var envelope = Envelope.parse(bytes);
        return revocations.sources().active().stream()
                .filter(source -> !Dsse.signers(envelope, source.keys()).isEmpty())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.SIGNATURE_INVALID,
                        "no key of an enrolled revocation list signed that",
                        "polar freshness shows the lists; polar revocations add NAME --key PUB.pem enrols one"));
    }
}

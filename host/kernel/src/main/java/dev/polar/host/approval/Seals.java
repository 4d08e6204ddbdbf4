package dev.polar.host.approval;

import dev.polar.host.store.MasterKey;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * What proves a yes that no operator's key signed: HMAC-SHA-256 (the first 128 bits) under a key derived from the master
 * key, over the request, its digest, who said yes, and how far it goes. It is made where that person was known, and who can
 * only write the database makes none.
 */
public final class Seals {
    private static final String PURPOSE = "approval";

    private final MasterKey key;

    public Seals(MasterKey key) {
        this.key = key;
    }

    Voice sealed(ApprovalRow row, String approver, String why) {
        return new Voice(approver, true, why, 1, row.expiresAt(), seal(row, approver, 1, row.expiresAt()));
    }

    boolean isUnder(ApprovalRow row, Voice voice) {
        return MessageDigest.isEqual(
                bytes(seal(row, voice.approver(), voice.uses(), voice.until())), bytes(voice.seal()));
    }

    private String seal(ApprovalRow row, String approver, int uses, Instant until) {
        return key.pseudonym(
                PURPOSE,
                Canonical.text(StrictJson.provider()
                        .createObjectBuilder()
                        .add("id", row.id())
                        .add("digest", row.digest())
                        .add("approver", approver)
                        .add("uses", uses)
                        .add("until", until.toString())
                        .build()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

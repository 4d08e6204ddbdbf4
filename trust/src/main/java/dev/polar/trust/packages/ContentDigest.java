package dev.polar.trust.packages;

import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/**
 * What approvals, grants and records name (package-format.md section 4): SHA-256 over, for every entry but the
 * attestations sorted by name as bytes, {@code name 0x00 hex-sha256 0x0A}. Zipping again or a further signature does not
 * change it.
 */
public final class ContentDigest {
    private static final Comparator<byte[]> AS_BYTES = Arrays::compareUnsigned;

    private ContentDigest() {}

    /** The content digest of these entries, by name, without the attestations. */
    public static Digest of(Map<String, Digest> entries) {
        var hash = Digest.sha256();
        entries.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8), AS_BYTES))
                .forEach(entry -> hash.update(
                        (entry.getKey() + "\0" + entry.getValue().hex() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }
}

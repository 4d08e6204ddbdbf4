package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.Vectors;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The proofs that Certificate Transparency's own tests are made of, good ones and damaged ones, {@code merkle/}. */
class MerkleVectorsTest {
    /** RFC 9162 leaves open whether every tree begins with the empty one; C2SP tlog-witness says yes. */
    private static final String FROM_NOTHING = "size1-is-zero-and-size2-is-not-zero.json";

    @Test
    void inclusion_proofs_hold_exactly_where_they_shall() throws IOException {
        assertEquals(
                98,
                judged(
                        "merkle/inclusion",
                        json -> new InclusionProof(
                                        json.getJsonNumber("leafIdx").longValue(),
                                        json.getJsonNumber("treeSize").longValue(),
                                        path(json))
                                .proves(digest(json, "leafHash"), digest(json, "root"))));
    }

    @Test
    void consistency_proofs_hold_exactly_where_they_shall() throws IOException {
        assertEquals(
                98,
                judged(
                        "merkle/consistency",
                        json -> new ConsistencyProof(
                                        json.getJsonNumber("size1").longValue(),
                                        json.getJsonNumber("size2").longValue(),
                                        path(json))
                                .proves(digest(json, "root1"), digest(json, "root2"))));
    }

    /** How many were judged, all of them rightly. */
    private static int judged(String folder, Predicate<JsonObject> proves) throws IOException {
        List<Path> files;
        try (var all = Files.walk(Vectors.at(folder))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var json = StrictJson.object(Files.readAllBytes(file), StrictJson.Limits.bytes(65_536));
            boolean holds = !json.getBoolean("wantErr") || file.endsWith(FROM_NOTHING);
            assertEquals(holds, !lacksHashes(json) && proves.test(json), file::toString);
        }
        return files.size();
    }

    private static boolean lacksHashes(JsonObject json) {
        return json.containsKey("leafHash")
                && (json.getString("leafHash").isEmpty()
                        || json.getString("root").isEmpty());
    }

    private static List<Digest> path(JsonObject json) {
        return json.get("proof") instanceof JsonArray hashes
                ? hashes.getValuesAs(JsonString.class).stream()
                        .map(hash -> digest(hash.getString()))
                        .toList()
                : List.of();
    }

    private static Digest digest(JsonObject json, String key) {
        return digest(json.getString(key));
    }

    /** Some stand for a hash though they have not its length. */
    private static Digest digest(String base64) {
        var bytes = Arrays.copyOf(Base64.getDecoder().decode(base64), 32);
        return new Digest(HexFormat.of().formatHex(bytes));
    }
}

package dev.polar.host.consent;

import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operators of this installation, pinned in {@code operators.json} of the data directory: whoever can write the
 * database still cannot make one.
 */
public final class Operators {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);

    private final Path file;
    private volatile List<Operator> pinned;

    private Operators(Path file, List<Operator> pinned) {
        this.file = file;
        this.pinned = List.copyOf(pinned);
    }

    /**
     * Reads them.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if the file is there and cannot be read
     */
    public static Operators in(Path dataDir) {
        var file = dataDir.resolve("operators.json");
        try {
            return new Operators(file, Files.exists(file) ? parse(Files.readAllBytes(file)) : List.of());
        } catch (IOException | RuntimeException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED,
                    "the pinned operators cannot be read: " + e,
                    "restore " + file + " from a backup");
        }
    }

    public List<Operator> all() {
        return pinned;
    }

    /** The operator with that key. */
    public Optional<Operator> owning(KeyId key) {
        return pinned.stream()
                .filter(operator -> operator.key().id().equals(key))
                .findFirst();
    }

    /** Pins one more, durably; one that is pinned already changes nothing. */
    synchronized void pin(Operator operator) {
        if (pinned.contains(operator)) {
            return;
        }
        var more = new ArrayList<>(pinned);
        more.add(operator);
        try {
            OwnerOnly.write(file, Canonical.bytes(json(more)));
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL, "the operators cannot be pinned: " + e, "check the space and owner of " + file);
        }
        pinned = List.copyOf(more);
    }

    private static JsonObject json(List<Operator> operators) {
        var list = StrictJson.provider().createArrayBuilder();
        operators.forEach(operator -> list.add(operator.json()));
        return StrictJson.provider()
                .createObjectBuilder()
                .add("operators", list)
                .build();
    }

    private static List<Operator> parse(byte[] bytes) {
        return StrictJson.object(bytes, LIMITS).getJsonArray("operators").getValuesAs(JsonObject.class).stream()
                .map(Operator::of)
                .toList();
    }
}

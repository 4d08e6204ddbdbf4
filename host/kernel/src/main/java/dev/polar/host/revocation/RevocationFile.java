package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** {@code revocations.jsonl} in the data directory: one signed envelope a line, in the order in which they came. */
record RevocationFile(Path path) {
    static RevocationFile in(Path dataDir) {
        return new RevocationFile(dataDir.resolve("revocations.jsonl"));
    }

    /** @throws Refusal {@code TRUST_TAMPERED} if it is there and cannot be read */
    List<String> lines() {
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED, "the revocations cannot be read: " + e, "restore " + path + " from a backup");
        }
    }

    /** Holds those and no others; on disk when this returns. */
    void write(Collection<Consented> consents) {
        var text = new StringBuilder();
        consents.forEach(consent -> text.append(consent.envelope()).append('\n'));
        try {
            OwnerOnly.write(path, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL, "the revocation cannot be written: " + e, "check the space and owner of " + path);
        }
    }

    /** What a line that does not verify is told with. */
    Refusal spoilt(Refusal why) {
        return new Refusal(
                Code.TRUST_TAMPERED,
                "a line of " + path.getFileName() + " does not count: " + why.getMessage(),
                "compare polar revocations with what was revoked, and revoke again what is missing");
    }
}

package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every revocation in force: those of the database and those of {@code revocations.jsonl} in the data directory, one
 * signed envelope a line. What only one of the two has is in force all the same.
 */
public final class RevocationList {
    private final Path file;
    private final Ledger ledger;
    private final Map<String, Consented> entries = new LinkedHashMap<>();
    private final List<Refusal> problems = new ArrayList<>();

    private RevocationList(Path file, Ledger ledger) {
        this.file = file;
        this.ledger = ledger;
    }

    /**
     * Reads the file.
     *
     * @throws Refusal {@code TRUST_TAMPERED} if it is there and cannot be read
     */
    public static RevocationList in(Path dataDir, Ledger ledger) {
        var list = new RevocationList(dataDir.resolve("revocations.jsonl"), ledger);
        for (var line : list.lines()) {
            try {
                list.add(ledger.verify(line));
            } catch (Refusal refusal) {
                list.problems.add(new Refusal(
                        Code.TRUST_TAMPERED,
                        "a line of " + list.file.getFileName() + " does not count: " + refusal.getMessage(),
                        "compare polar revocations with what was revoked, and revoke again what is missing"));
            }
        }
        ledger.withdraw(list::names);
        return list;
    }

    private synchronized boolean names(KeyId key) {
        return entries.values().stream()
                .map(RevocationBody::entry)
                .anyMatch(entry -> entry.kind() == Kind.KEY && entry.value().equals(key.hex()));
    }

    /** All entries, after taking in what the database has and the file had not. */
    public synchronized Revocations read() {
        var stored = ledger.known(RevocationBody.ACTION);
        if (stored.stream().filter(consent -> add(consent)).count() > 0) {
            write();
        }
        return new Revocations(
                entries.size(),
                entries.values().stream().map(RevocationBody::entry).toList());
    }

    /** Puts a revocation in force for good: on disk when this returns. */
    public synchronized void put(Consented consent) {
        if (add(consent)) {
            write();
        }
    }

    /** The consents behind the entries. */
    public synchronized List<Consented> consents() {
        return List.copyOf(entries.values());
    }

    /** Entries that the database has not got yet: taken while it was silent, or deleted from it. */
    public synchronized List<Consented> unstored() {
        var stored = ledger.known(RevocationBody.ACTION).stream()
                .map(Consented::object)
                .toList();
        return entries.values().stream()
                .filter(consent -> !stored.contains(consent.object()))
                .toList();
    }

    /** What is wrong with the file. */
    public synchronized Collection<Refusal> problems() {
        return List.copyOf(problems);
    }

    private boolean add(Consented consent) {
        return consent.action().equals(RevocationBody.ACTION) && entries.putIfAbsent(consent.object(), consent) == null;
    }

    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED, "the revocations cannot be read: " + e, "restore " + file + " from a backup");
        }
    }

    private void write() {
        var text = new StringBuilder();
        entries.values().forEach(consent -> text.append(consent.envelope()).append('\n'));
        try {
            OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL, "the revocation cannot be written: " + e, "check the space and owner of " + file);
        }
    }
}

package dev.polar.host.backup;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.OwnerOnly;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code restored.json}: the next host to start puts on record that there was a restore. */
public record RestoreNote(Path dataDir) {
    private static final String FILE = "restored.json";

    void write(BackupFile backup, List<String> notTold) throws IOException {
        var unchecked = StrictJson.provider().createArrayBuilder(notTold);
        OwnerOnly.write(
                dataDir.resolve(FILE),
                Canonical.bytes(StrictJson.provider()
                        .createObjectBuilder()
                        .add("digest", backup.digest())
                        .add("made", backup.manifest().made().toString())
                        .add("unchecked", unchecked)
                        .build()));
    }

    /** Goes on with a restore that was interrupted; to be called before anything in the directory is read. */
    public void resume(Optional<String> databaseUrl) {
        Switch.resumeAtStart(dataDir, databaseUrl);
    }

    /** Puts it on record; if the host dies in between, twice. */
    public void record(Journal journal) {
        var file = dataDir.resolve(FILE);
        try {
            if (Files.exists(file)) {
                var note = StrictJson.object(Files.readAllBytes(file), StrictJson.Limits.bytes(65_536));
                var draft = Draft.of(Category.HOST, "restore").allowed();
                for (var fact : note.entrySet()) {
                    draft = draft.fact(fact.getKey(), fact.getValue());
                }
                journal.append(draft);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the note of a restore cannot be read", e);
        }
    }
}

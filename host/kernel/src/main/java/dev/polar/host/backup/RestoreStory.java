package dev.polar.host.backup;

import dev.polar.adminapi.Restored;
import dev.polar.host.consent.Operators;
import dev.polar.host.store.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a restore comes to, and what nothing here could tell about it. */
final class RestoreStory {
    private final Path dataDir;
    private final Path prepared;
    private final BackupFile backup;
    private final boolean undigested;
    private final boolean empty;
    private final boolean keyHere;

    /** Looks at what is there before anything moves. */
    RestoreStory(Path dataDir, Path prepared, BackupFile backup, boolean undigested) {
        this.dataDir = dataDir;
        this.prepared = prepared;
        this.backup = backup;
        this.undigested = undigested;
        this.empty = !Files.exists(dataDir.resolve("installation"));
        this.keyHere = Files.exists(dataDir.resolve("master.key"));
    }

    Restored tell(boolean done, Optional<Path> before) throws IOException {
        var manifest = backup.manifest();
        var after = done ? dataDir : prepared;
        return new Restored(
                done,
                dataDir.toString(),
                backup.digest(),
                manifest.made().toString(),
                manifest.installation(),
                manifest.contents().tables().stream()
                        .mapToLong(Dump.Table::rows)
                        .sum(),
                before.filter(Files::exists).map(Path::toString).orElse(""),
                Operators.in(after).all().stream()
                        .map(operator ->
                                operator.name() + " " + operator.key().id().fingerprint())
                        .toList(),
                revocations(after),
                secrets(manifest),
                unchecked());
    }

    private String secrets(BackupManifest manifest) {
        if (manifest.masterKey()) {
            return "the backup's master key opens them";
        }
        return keyHere
                ? "they open if this directory's master key sealed them"
                : "the backup has no master key: set each again, polar secret set";
    }

    List<String> unchecked() {
        var unchecked = new ArrayList<String>();
        if (empty) {
            unchecked.add("nothing here remembers what was decided after the backup: whether it is the newest, and what"
                    + " was revoked since, cannot be told");
            unchecked.add("the operators come from the backup: compare their fingerprints");
        }
        if (undigested) {
            unchecked.add("whether this is the file that 'polar backup' made: give its digest with --digest");
        }
        return unchecked;
    }

    private static int revocations(Path directory) throws IOException {
        var file = directory.resolve("revocations.jsonl");
        return Files.exists(file)
                ? (int) Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .count()
                : 0;
    }
}

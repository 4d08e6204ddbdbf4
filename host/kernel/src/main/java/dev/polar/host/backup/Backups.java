package dev.polar.host.backup;

import dev.polar.adminapi.BackedUp;
import dev.polar.adminapi.BackupRequest;
import dev.polar.adminapi.InstallationName;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.catalog.Development;
import dev.polar.host.store.Database;
import dev.polar.host.store.Dump;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Makes backups while the host runs; that one was made, and whether the master key is in it, is on record. */
public final class Backups {
    private final Database database;
    private final Path dataDir;
    private final Journal journal;
    private final InstantSource clock;

    public Backups(Database database, Path dataDir, Journal journal, InstantSource clock) {
        this.database = database;
        this.dataDir = dataDir;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Writes one, as the host's own user and readable by it alone. The small files are read before the database's snapshot,
     * so that none of them knows more than the database.
     *
     * @throws Refusal {@code REQUEST_INVALID} if the file is there already or cannot be written, {@code
     *     DEV_INSTALLATION}
     */
    public BackedUp make(BackupRequest request, Caller.Operator caller) {
        if (InstallationName.developmentIn(dataDir)) {
            throw Development.staysHere();
        }
        var file = Path.of(request.file());
        if (!file.isAbsolute() || Files.exists(file)) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    file.isAbsolute() ? file + " is there already" : "the file is not absolute: " + file,
                    "name a new file: polar backup polar-"
                            + clock.instant().toString().substring(0, 10) + ".backup");
        }
        var draft = Draft.of(Category.HOST, "backup")
                .caller(caller, "socket")
                .allowed()
                .fact("file", file.toString())
                .fact("masterKey", request.masterKey());
        journal.append(draft);
        var made = written(file, request.masterKey());
        journal.append(draft.fact("digest", made.digest()).fact("bytes", made.bytes()));
        return made;
    }

    private BackedUp written(Path file, boolean masterKey) {
        try (var writer = BackupWriter.to(file)) {
            for (var kept : KeptFile.values()) {
                var source = dataDir.resolve(kept.fileName());
                if (Files.exists(source) && (masterKey || kept != KeptFile.MASTER_KEY)) {
                    writer.file("files/" + kept.fileName(), source);
                }
            }
            var contents = Dump.of(database, table -> writer.entry("tables/" + table));
            writer.tree("data", dataDir.resolve("data"));
            var manifest = new BackupManifest(
                    Files.readString(dataDir.resolve("installation")).strip(),
                    clock.instant(),
                    masterKey,
                    contents,
                    writer.digests());
            var digest = writer.finish(manifest);
            long rows = contents.tables().stream().mapToLong(Dump.Table::rows).sum();
            return new BackedUp(
                    file.toString(),
                    digest,
                    Files.size(file),
                    rows,
                    masterKey,
                    made(manifest),
                    manifest.installation());
        } catch (IOException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the backup cannot be written: " + e,
                    "check the space and owner of " + file.getParent());
        }
    }

    private static String made(BackupManifest manifest) {
        return manifest.made().toString();
    }
}

package dev.polar.host.backup;

import dev.polar.adminapi.Restored;
import dev.polar.host.store.DirectoryLock;
import dev.polar.host.store.Dump;
import dev.polar.host.store.Load;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts a backup in place of what a data directory and its database hold, while no host runs there. Everything is prepared
 * beside the old and put in place at once: whoever kills it finds the old or the new.
 *
 * @param databaseUrl the operator's PostgreSQL; empty for an embedded one
 */
public record Restoring(Path dataDir, Path cacheDir, Optional<String> databaseUrl) {

    /**
     * Restores.
     *
     * @param expected the digest the whole file must have, {@code sha256:<hex>}; empty if nobody remembers it
     * @param rehearsal whether to look only
     * @throws Refusal {@code BACKUP_DAMAGED}, {@code DIGEST_MISMATCH}, {@code HOST_RUNNING}, {@code STATE_CONFLICT} if the
     *     directory belongs to another installation or the backup to a later version
     */
    public Restored from(Path file, String expected, boolean rehearsal) {
        var backup = BackupFile.check(file);
        if (!expected.isEmpty() && !expected.equals(backup.digest())) {
            throw new Refusal(
                    Code.DIGEST_MISMATCH,
                    "the backup has the digest " + backup.digest(),
                    "'polar backup' printed another one when it made the file you mean");
        }
        try {
            OwnerOnly.directory(dataDir);
            try (var lock = DirectoryLock.of(dataDir)) {
                requireStopped();
                Load.endServerOf(dataDir);
                Switch.resume(dataDir, databaseUrl);
                return restored(backup, expected.isEmpty(), rehearsal);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    "it could not be restored, and nothing has changed: " + e,
                    "check the space and owner of " + dataDir);
        }
    }

    private Restored restored(BackupFile backup, boolean undigested, boolean rehearsal) throws IOException {
        var bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        var one = new Switch(dataDir, HexFormat.of().formatHex(bytes));
        requireSameInstallation(backup.manifest());
        var prepared = OwnerOnly.directory(one.prepared());
        try {
            // What the backup has no files of is gone too.
            OwnerOnly.directory(prepared.resolve("data"));
            var story = new RestoreStory(dataDir, prepared, backup, undigested);
            if (rehearsal) {
                backup.read((name, in) -> file(name, in, prepared));
                return story.tell(false, Optional.empty());
            }
            new RestoreNote(prepared).write(backup, story.unchecked());
            prepare(backup, one);
            return story.tell(true, Optional.of(one.before()));
        } finally {
            if (!Files.exists(dataDir.resolve(Switch.PENDING))) {
                one.drop();
            }
        }
    }

    private void prepare(BackupFile backup, Switch one) throws IOException {
        var tables = backup.manifest().contents().tables().stream()
                .collect(Collectors.toMap(Dump.Table::name, Function.identity()));
        try (var load = databaseUrl.map(Load::at).orElseGet(() -> Load.embedded(one.prepared(), cacheDir))) {
            requireNobodyElse(load);
            load.begin(one.schema(), backup.manifest().contents().migrations());
            backup.read((name, in) -> {
                if (name.startsWith("tables/")) {
                    table(load, tables, name.substring("tables/".length()), in);
                } else {
                    file(name, in, one.prepared());
                }
            });
            load.with(transaction -> RestoredTable.close(transaction, tables.keySet()));
            if (databaseUrl.isPresent()) {
                one.begin(true);
            }
            load.commit();
        }
        for (var own : new String[] {"postgres.lock", "postgres.log"}) {
            Files.deleteIfExists(one.prepared().resolve(own));
        }
        if (databaseUrl.isEmpty()) {
            one.begin(false);
        }
        one.carryOut();
    }

    private static void table(Load load, Map<String, Dump.Table> tables, String name, InputStream in)
            throws IOException {
        var table = tables.get(name);
        if (table == null || load.table(table, in) != table.rows()) {
            throw new Refusal(
                    Code.BACKUP_DAMAGED, "table " + name + " is not what the backup says", "use another backup");
        }
    }

    /** Prepares a file as it will be: merged with what is here, if that must not be lost. */
    private void file(String name, InputStream in, Path prepared) throws IOException {
        var target = prepared.resolve(name.substring(name.indexOf('/') + 1));
        if (name.startsWith("data/")) {
            target = prepared.resolve(name);
            OwnerOnly.directory(target.getParent());
            try (var out = Files.newOutputStream(OwnerOnly.file(target), StandardOpenOption.WRITE)) {
                in.transferTo(out);
            }
        } else if (name.startsWith("files/")) {
            var kept = KeptFile.named(target.getFileName().toString()).orElseThrow();
            var here = dataDir.resolve(kept.fileName());
            var bytes = in.readAllBytes();
            OwnerOnly.write(target, Files.exists(here) ? kept.merged(Files.readAllBytes(here), bytes) : bytes);
        }
    }

    private void requireSameInstallation(BackupManifest manifest) throws IOException {
        var here = dataDir.resolve("installation");
        if (Files.exists(here) && !Files.readString(here).strip().equals(manifest.installation())) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "the backup is of another installation than " + dataDir,
                    "restore it into a new directory: --data DIR");
        }
    }

    private static void requireNobodyElse(Load load) {
        if (load.with(RestoredTable::liveNodes) > 0) {
            throw new Refusal(
                    Code.HOST_RUNNING,
                    "another host still uses this database",
                    "polar down on each of them, then the same command after a few seconds");
        }
    }

    private void requireStopped() {
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(dataDir.resolve("admin.sock")))) {
            throw new Refusal(
                    Code.HOST_RUNNING,
                    "a host runs on " + dataDir + (socket.isConnected() ? "" : " and does not answer"),
                    "polar down, then the same command");
        } catch (IOException nobody) {
            // nobody listens there
        }
    }
}

package dev.polar.host.backup;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A backup that was read once from its first to its last byte and is whole.
 *
 * @param digest of the whole file, {@code sha256:<hex>}
 */
record BackupFile(Path file, String digest, BackupManifest manifest) {
    private static final int MANIFEST_BYTES = 256 << 20;

    /** What is done with each entry. */
    interface Reader {
        void entry(String name, InputStream bytes) throws IOException;
    }

    /**
     * Reads it all and compares every entry with what the last one says.
     *
     * @throws Refusal {@code BACKUP_DAMAGED}, {@code NOT_FOUND}
     */
    static BackupFile check(Path file) {
        var digests = new TreeMap<String, String>();
        var manifest = new BackupManifest[1];
        var whole = Digest.sha256();
        try (var in = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), whole)) {
            walk(in, (name, bytes) -> {
                require(manifest[0] == null, "something comes after its list of contents");
                if (name.equals(BackupManifest.ENTRY)) {
                    manifest[0] = BackupManifest.parse(bytes.readNBytes(MANIFEST_BYTES));
                } else {
                    requireName(name);
                    require(digests.put(name, digest(bytes, OutputStream.nullOutputStream())) == null, name + " twice");
                }
            });
            in.transferTo(OutputStream.nullOutputStream());
        } catch (NoSuchFileException e) {
            throw new Refusal(Code.NOT_FOUND, "there is no " + file, "polar restore FILE, a file of 'polar backup'");
        } catch (ZipException | EOFException e) {
            throw damaged("it is no backup or ends early: " + e.getMessage());
        } catch (IOException e) {
            throw damaged("it cannot be read: " + e.getMessage());
        }
        require(manifest[0] != null, "its list of contents is missing");
        requireSame(manifest[0].digests(), digests);
        return new BackupFile(file, "sha256:" + HexFormat.of().formatHex(whole.digest()), manifest[0]);
    }

    /** Reads it again; each entry is compared again once its reader has read it. */
    void read(Reader reader) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            walk(in, (name, bytes) -> {
                if (name.equals(BackupManifest.ENTRY)) {
                    return;
                }
                require(manifest.digests().containsKey(name), name + " came in while it was restored");
                var digest = Digest.sha256();
                var counted = new DigestInputStream(bytes, digest);
                reader.entry(name, counted);
                counted.transferTo(OutputStream.nullOutputStream());
                require(
                        HexFormat.of()
                                .formatHex(digest.digest())
                                .equals(manifest.digests().get(name)),
                        name + " changed while it was restored");
            });
        }
    }

    private static void walk(InputStream in, Reader reader) throws IOException {
        var zip = new ZipInputStream(in);
        var entry = new FilterInputStream(zip) {
            @Override
            public void close() {
                // the next entry follows
            }
        };
        for (var next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
            reader.entry(next.getName(), entry);
        }
    }

    private static void requireSame(Map<String, String> listed, Map<String, String> found) {
        listed.forEach((name, digest) -> require(digest.equals(found.get(name)), name + " is missing or changed"));
        found.keySet().forEach(name -> require(listed.containsKey(name), name + " does not belong to it"));
    }

    /** {@code files/}, {@code tables/} and one name, or {@code data/} and a path that stays below it. */
    private static void requireName(String name) {
        var parts = List.of(name.split("/", -1));
        var sound = parts.size() > 1
                && parts.stream().noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
                && name.indexOf(0) < 0
                && switch (parts.getFirst()) {
                    case "files" ->
                        parts.size() == 2 && KeptFile.named(parts.get(1)).isPresent();
                    case "tables" -> parts.size() == 2;
                    case "data" -> true;
                    default -> false;
                };
        require(sound, "an entry '" + name + "' has no place in it");
    }

    private static String digest(InputStream bytes, OutputStream to) throws IOException {
        var digest = Digest.sha256();
        new DigestInputStream(bytes, digest).transferTo(to);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw damaged(otherwise);
        }
    }

    private static Refusal damaged(String why) {
        return new Refusal(Code.BACKUP_DAMAGED, "the backup cannot be used: " + why, "use another backup");
    }
}

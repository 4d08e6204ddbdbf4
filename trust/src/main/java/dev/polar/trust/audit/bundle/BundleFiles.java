package dev.polar.trust.audit.bundle;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Damage;
import dev.polar.trust.audit.ExportManifest;
import dev.polar.trust.audit.WholeArchive;
import dev.polar.trust.audit.bundle.BundleVerifier.Unfit;
import dev.polar.trust.text.CleanText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/** The files of a bundle, which is a {@link WholeArchive}. */
final class BundleFiles implements AutoCloseable {
    private final ZipFile zip;
    private final Map<String, BundleManifest.FileEntry> found;

    private BundleFiles(ZipFile zip, Map<String, BundleManifest.FileEntry> found) {
        this.zip = zip;
        this.found = found;
    }

    static BundleFiles open(Path file) throws IOException {
        try {
            var found = new LinkedHashMap<String, BundleManifest.FileEntry>();
            WholeArchive.read(file)
                    .forEach((name, content) ->
                            found.put(name, new BundleManifest.FileEntry(name, content.bytes(), content.digest())));
            return new BundleFiles(new ZipFile(file.toFile()), found);
        } catch (WholeArchive.Torn torn) {
            throw new Unfit(torn.kind(), String.valueOf(torn.getMessage()));
        }
    }

    /** Every file as the manifest has it, and none besides. */
    void requireExactly(BundleManifest manifest) {
        var rest = new LinkedHashMap<>(found);
        rest.remove(BundleManifest.NAME);
        rest.remove(BundleManifest.SIGNATURE);
        for (var file : manifest.files()) {
            var there = rest.remove(file.name());
            if (there == null) {
                throw new Unfit(Damage.REMOVED, shown(file.name()) + " is missing");
            }
            if (!there.equals(file)) {
                throw new Unfit(Damage.EDITED, shown(file.name()) + " is not what was signed");
            }
        }
        for (var extra : rest.keySet()) {
            throw new Unfit(Damage.INSERTED, "the manifest does not name " + shown(extra));
        }
    }

    byte[] read(String name, int most) throws IOException {
        try (var in = open(name)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Unfit(Damage.FORGED, name + " is too large");
            }
            return bytes;
        }
    }

    Lines records() throws IOException {
        return new Lines(new BufferedInputStream(open(ExportManifest.RECORDS), 1 << 16));
    }

    private InputStream open(String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) {
            throw new Unfit(Damage.REMOVED, name + " is missing");
        }
        return zip.getInputStream(entry);
    }

    /** Lines that each end in LF and are no larger than a record. */
    static final class Lines implements AutoCloseable {
        private final InputStream in;

        Lines(InputStream in) {
            this.in = in;
        }

        Optional<byte[]> next() throws IOException {
            var line = new ByteArrayOutputStream(1024);
            int read = in.read();
            if (read < 0) {
                return Optional.empty();
            }
            for (; read != '\n'; read = in.read()) {
                if (read < 0 || line.size() > AuditRecord.MOST_BYTES) {
                    throw new Unfit(Damage.EDITED, "a line of " + ExportManifest.RECORDS + " is no record");
                }
                line.write(read);
            }
            return Optional.of(line.toByteArray());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private static String shown(String name) {
        return "'" + CleanText.line(name) + "'";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

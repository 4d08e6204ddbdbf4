package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import dev.polar.trust.text.CleanText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A ZIP file as everybody reads it. What one holds depends on who reads: some go by its directory, some from the beginning.
 * Here both have to find the same.
 */
public final class WholeArchive {
    private WholeArchive() {}

    /** What a file in it holds. */
    public record Content(long bytes, Digest digest) {}

    /** Why it is none. */
    public static final class Torn extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Damage kind;

        Torn(Damage kind, String why) {
            super(why);
            this.kind = kind;
        }

        /** {@code TRUNCATED} for one that ends early, otherwise {@code FORGED}. */
        public Damage kind() {
            return kind;
        }
    }

    /**
     * Its files by name, in their order.
     *
     * @throws Torn if it is no ZIP file, or not the same to all
     */
    public static Map<String, Content> read(Path file) throws IOException, Torn {
        try {
            var found = fromTheBeginning(file);
            try (var zip = new ZipFile(file.toFile())) {
                requireSame(zip, found);
            }
            return found;
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new Torn(Damage.FORGED, "it is no whole ZIP archive: " + e.getMessage());
        }
    }

    private static Map<String, Content> fromTheBeginning(Path file) throws IOException, Torn {
        var found = new LinkedHashMap<String, Content>();
        try (var in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (found.put(entry.getName(), content(in)) != null) {
                    throw new Torn(Damage.FORGED, "it holds " + shown(entry) + " twice");
                }
            }
        } catch (EOFException e) {
            throw new Torn(Damage.TRUNCATED, "it ends early");
        }
        return found;
    }

    private static void requireSame(ZipFile zip, Map<String, Content> found) throws IOException, Torn {
        var entries = Collections.list(zip.entries());
        if (entries.size() != found.size()) {
            throw new Torn(Damage.FORGED, "its directory names other files than it holds");
        }
        for (var entry : entries) {
            try (var in = zip.getInputStream(entry)) {
                if (!content(in).equals(found.get(entry.getName()))) {
                    throw new Torn(Damage.FORGED, "its directory leads to another " + shown(entry));
                }
            }
        }
    }

    private static Content content(InputStream in) throws IOException {
        var sha = Digest.sha256();
        var buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sha.update(buffer, 0, read);
            bytes += read;
        }
        return new Content(bytes, new Digest(HexFormat.of().formatHex(sha.digest())));
    }

    private static String shown(ZipEntry entry) {
        return "'" + CleanText.line(entry.getName()) + "'";
    }
}

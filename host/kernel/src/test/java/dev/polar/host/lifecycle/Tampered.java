package dev.polar.host.lifecycle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.container.Entry;
import dev.polar.trust.container.StrictZip;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What can be done to a package between its publisher and the host. */
final class Tampered {
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 22;

    private Tampered() {}

    /** Other entries in an archive that is in order. */
    static byte[] entries(byte[] file, UnaryOperator<List<Entry>> change) {
        return StrictZip.write(change.apply(new ArrayList<>(StrictZip.read(file).entries())));
    }

    static byte[] with(byte[] file, String name, String content) {
        return entries(file, entries -> {
            entries.removeIf(entry -> entry.name().equals(name));
            entries.add(new Entry(name, content.getBytes(ISO_8859_1)));
            return entries;
        });
    }

    static byte[] without(byte[] file, String name) {
        return entries(file, entries -> {
            if (!entries.removeIf(entry -> entry.name().equals(name))) {
                throw new AssertionError(name + " is not in it");
            }
            return entries;
        });
    }

    static byte[] unsigned(byte[] file) {
        return without(file, Attestations.ENTRY);
    }

    /** The content of one package under the signature of another. */
    static byte[] signedLike(byte[] file, byte[] other) {
        var attestations = StrictZip.read(other).find(Attestations.ENTRY).orElseThrow();
        return with(file, Attestations.ENTRY, new String(attestations.bytes(), ISO_8859_1));
    }

    /** Another name of the same length, wherever the old one stands. */
    static byte[] renamed(byte[] file, String from, String to) {
        var text = new String(file, ISO_8859_1);
        if (!text.contains(from) || from.length() != to.length()) {
            throw new AssertionError("nothing to rename");
        }
        return text.replace(from, to).getBytes(ISO_8859_1);
    }

    /** The first entry is a symbolic link now. */
    static byte[] linked(byte[] file) {
        var bytes = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = directory(bytes);
        if (bytes.getInt(at) != CENTRAL) {
            throw new AssertionError("no central directory");
        }
        bytes.put(at + 5, (byte) 3);
        bytes.putInt(at + 38, 0xa1ff << 16);
        return bytes.array();
    }

    static byte[] before(byte[] file, String text) {
        return joined(text.getBytes(ISO_8859_1), file);
    }

    static byte[] behind(byte[] file, String text) {
        return joined(file, text.getBytes(ISO_8859_1));
    }

    /** An entry that the central directory does not know lies before it. */
    static byte[] hiding(byte[] file) {
        int directory = directory(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        var hidden = Arrays.copyOfRange(StrictZip.write(List.of(new Entry("evil.sh", new byte[] {1}))), 0, 38);
        var bytes = ByteBuffer.wrap(joined(
                        joined(Arrays.copyOf(file, directory), hidden),
                        Arrays.copyOfRange(file, directory, file.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putInt(bytes.capacity() - END + 16, directory + hidden.length)
                .array();
    }

    private static int directory(ByteBuffer file) {
        return file.getInt(file.capacity() - END + 16);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(other);
        return out.toByteArray();
    }
}

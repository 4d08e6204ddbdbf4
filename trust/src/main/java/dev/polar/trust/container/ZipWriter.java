package dev.polar.trust.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes archives whose bytes depend on the entries alone. */
final class ZipWriter implements AutoCloseable {
    private static final int FIRST_DAY = 0x21; // 1980-01-01, the first date a ZIP can say
    private static final int VERSION = 20;

    private final ByteArrayOutputStream locals = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private final Profile profile;
    private final Names names;
    private final Budget budget = new Budget();
    private int count;

    private ZipWriter(Profile profile) {
        this.profile = profile;
        this.names = new Names(profile);
    }

    /** A package: deflated where that helps. */
    static byte[] deflated(List<Entry> entries) {
        return write(entries, Profile.PACKAGE);
    }

    /** A jar: stored, so that its bytes do not depend on a compressor either. */
    static byte[] stored(List<Entry> entries) {
        return write(entries, Profile.JAR);
    }

    private static byte[] write(List<Entry> entries, Profile profile) {
        try (var writer = new ZipWriter(profile)) {
            entries.forEach(writer::add);
            return writer.end();
        }
    }

    private void add(Entry entry) {
        if (++count > profile.maxEntries()) {
            throw Rule.ENTRY_LIMIT.brokenBy(entry.name(), "at most " + profile.maxEntries());
        }
        if (entry.name().endsWith("/")) {
            throw Rule.DIRECTORY_ENTRY.brokenBy(entry.name());
        }
        names.add(entry.name());
        var packed = profile == Profile.PACKAGE ? deflate(entry.bytes()) : entry.bytes();
        boolean deflated = packed.length < entry.bytes().length && !Budget.isBomb(packed.length, entry.bytes().length);
        var body = deflated ? packed : entry.bytes();
        budget.add(entry.name(), body.length, entry.bytes().length);
        var name = entry.name().getBytes(StandardCharsets.UTF_8);
        var common = common(entry, name, deflated, body);
        int offset = locals.size();
        u32(locals, 0x04034B50);
        locals.writeBytes(common);
        locals.writeBytes(name);
        locals.writeBytes(body);
        u32(directory, 0x02014B50);
        u16(directory, VERSION);
        directory.writeBytes(common);
        directory.writeBytes(new byte[10]); // no comment, disk 0, no attributes
        u32(directory, offset);
        directory.writeBytes(name);
    }

    /** The 26 bytes that local and central header share. */
    private static byte[] common(Entry entry, byte[] name, boolean deflated, byte[] body) {
        var out = new ByteArrayOutputStream(26);
        var crc = new CRC32();
        crc.update(entry.bytes());
        u16(out, VERSION);
        u16(out, name.length == entry.name().length() ? 0 : 1 << 11); // bit 11: not ASCII, therefore UTF-8
        u16(out, deflated ? 8 : 0);
        u16(out, 0);
        u16(out, FIRST_DAY);
        u32(out, crc.getValue());
        u32(out, body.length);
        u32(out, entry.bytes().length);
        u16(out, name.length);
        u16(out, 0);
        return out.toByteArray();
    }

    private byte[] end() {
        int offset = locals.size();
        locals.writeBytes(directory.toByteArray());
        u32(locals, EndRecord.SIGNATURE);
        u32(locals, 0);
        u16(locals, count);
        u16(locals, count);
        u32(locals, directory.size());
        u32(locals, offset);
        u16(locals, 0);
        return locals.toByteArray();
    }

    /** The deflated bytes, or the bytes themselves as soon as deflating does not make them shorter. */
    private byte[] deflate(byte[] bytes) {
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        var out = new byte[bytes.length];
        int length = 0;
        while (!deflater.finished()) {
            if (length == out.length) {
                return bytes;
            }
            length += deflater.deflate(out, length, out.length - length);
        }
        return Arrays.copyOf(out, length);
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
    }

    private static void u32(ByteArrayOutputStream out, long value) {
        u16(out, (int) value);
        u16(out, (int) (value >> 16));
    }

    @Override
    public void close() {
        deflater.end();
    }
}

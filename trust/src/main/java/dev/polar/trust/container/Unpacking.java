package dev.polar.trust.container;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Takes content out of a file and holds it against what the headers promised. Never writes past a promised size. */
final class Unpacking implements AutoCloseable {
    private final byte[] file;
    private final Inflater inflater = new Inflater(true);
    private final byte[] probe = new byte[1];

    Unpacking(byte[] file) {
        this.file = file;
    }

    byte[] content(Slot slot) {
        var content = slot.deflated()
                ? inflate(slot)
                : Arrays.copyOfRange(file, slot.dataOffset(), slot.dataOffset() + slot.size());
        var crc = new CRC32();
        crc.update(content);
        if (crc.getValue() != slot.crc()) {
            throw Rule.CRC.brokenBy(slot.name());
        }
        return content;
    }

    private byte[] inflate(Slot slot) {
        var content = new byte[slot.size()];
        inflater.reset();
        inflater.setInput(file, slot.dataOffset(), slot.compressedSize());
        int length = 0;
        try {
            while (!inflater.finished()) {
                boolean full = length == content.length;
                int n = full ? inflater.inflate(probe) : inflater.inflate(content, length, content.length - length);
                if (full && n > 0) {
                    throw Rule.SIZE.brokenBy(slot.name(), "more than " + slot.size());
                }
                if (n == 0 && !inflater.finished()) {
                    throw Rule.DEFLATE.brokenBy(slot.name(), "no final block");
                }
                length += n;
            }
        } catch (DataFormatException e) {
            throw Rule.DEFLATE.brokenBy(slot.name());
        }
        if (inflater.getBytesRead() != slot.compressedSize()) {
            throw Rule.DEFLATE.brokenBy(slot.name(), "bytes behind the final block");
        }
        if (length != content.length) {
            throw Rule.SIZE.brokenBy(slot.name(), length + " instead of " + slot.size());
        }
        return content;
    }

    @Override
    public void close() {
        inflater.end();
    }
}

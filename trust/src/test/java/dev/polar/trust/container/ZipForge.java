package dev.polar.trust.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Builds archives field by field, so that a test can bend exactly one: {@code new ZipForge().add("a.txt",
 * "hello").central(Field.FLAGS, 1)}. Unbent, the bytes are a package that {@link StrictZip#read} accepts.
 */
public final class ZipForge {
    /** A field of the headers; the last ones are in the central header only. */
    public enum Field {
        SIGNATURE,
        VERSION,
        FLAGS,
        METHOD,
        TIME,
        DATE,
        CRC,
        COMPRESSED,
        SIZE,
        NAME_LENGTH,
        EXTRA_LENGTH,
        COMMENT_LENGTH,
        DISK,
        INTERNAL,
        EXTERNAL,
        OFFSET
    }

    /** A field of the end record. */
    public enum EndField {
        DISK,
        DIRECTORY_DISK,
        COUNT_HERE,
        COUNT,
        DIRECTORY_SIZE,
        DIRECTORY_OFFSET,
        COMMENT_LENGTH
    }

    private final List<Item> items = new ArrayList<>();
    private final Map<EndField, Long> end = new EnumMap<>(EndField.class);
    private byte[] prefix = {};
    private byte[] beforeDirectory = {};
    private byte[] afterDirectory = {};
    private byte[] comment = {};
    private byte[] suffix = {};
    private int[] directoryOrder;

    /** An archive without entries. */
    public ZipForge() {}

    /** Adds a stored entry and returns it for bending. */
    public Item add(String name, byte[] content) {
        var item = new Item(name.getBytes(StandardCharsets.UTF_8), content);
        items.add(item);
        return item;
    }

    /** Adds a stored entry and returns it for bending. */
    public Item add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes before the first local header; offsets do not know about them. */
    public ZipForge prefix(byte[] bytes) {
        prefix = bytes;
        return this;
    }

    /** Bytes between the last entry and the directory. */
    public ZipForge beforeDirectory(byte[] bytes) {
        beforeDirectory = bytes;
        return this;
    }

    /** Bytes between the directory and the end record. */
    public ZipForge afterDirectory(byte[] bytes) {
        afterDirectory = bytes;
        return this;
    }

    /** The archive comment. */
    public ZipForge comment(byte[] bytes) {
        comment = bytes;
        return this;
    }

    /** Bytes behind everything. */
    public ZipForge suffix(byte[] bytes) {
        suffix = bytes;
        return this;
    }

    /** The directory lists entries in this order, by index; it may leave some out. */
    public ZipForge directoryOrder(int... order) {
        directoryOrder = order;
        return this;
    }

    /** Bends a field of the end record. */
    public ZipForge end(EndField field, long value) {
        end.put(field, value);
        return this;
    }

    /** The archive. */
    public byte[] bytes() {
        var out = new Out();
        for (var item : items) {
            out.raw(item.before);
            item.offset = out.size();
            item.writeLocal(out);
        }
        out.raw(beforeDirectory);
        int offset = out.size();
        int count = 0;
        if (directoryOrder == null) {
            items.forEach(item -> item.writeCentral(out));
            count = items.size();
        } else {
            for (int index : directoryOrder) {
                items.get(index).writeCentral(out);
            }
            count = directoryOrder.length;
        }
        int size = out.size() - offset;
        out.raw(afterDirectory);
        out.u32(0x06054B50L);
        out.u16(end.getOrDefault(EndField.DISK, 0L));
        out.u16(end.getOrDefault(EndField.DIRECTORY_DISK, 0L));
        out.u16(end.getOrDefault(EndField.COUNT_HERE, (long) count));
        out.u16(end.getOrDefault(EndField.COUNT, (long) count));
        out.u32(end.getOrDefault(EndField.DIRECTORY_SIZE, (long) size));
        out.u32(end.getOrDefault(EndField.DIRECTORY_OFFSET, (long) offset));
        out.u16(end.getOrDefault(EndField.COMMENT_LENGTH, (long) comment.length));
        out.raw(comment);
        out.raw(suffix);
        var whole = new Out();
        whole.raw(prefix);
        whole.raw(out.toByteArray());
        return whole.toByteArray();
    }

    /** Raw deflate of these bytes, as Java's library does it. */
    public static byte[] deflate(byte[] bytes) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var buffer = new byte[8_192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** One entry. What is not bent follows from name, content and body. */
    public final class Item {
        private final byte[] name;
        private final byte[] content;
        private byte[] body;
        private byte[] localName;
        private byte[] before = {};
        private byte[] localExtra = {};
        private byte[] centralExtra = {};
        private byte[] entryComment = {};
        private byte[] descriptor = {};
        private final Map<Field, Long> local = new EnumMap<>(Field.class);
        private final Map<Field, Long> central = new EnumMap<>(Field.class);
        private int offset;

        private Item(byte[] name, byte[] content) {
            this.name = name;
            this.content = content;
            this.body = content;
            this.localName = name;
        }

        /** Deflates the content. */
        public Item deflated() {
            return body(deflate(content)).both(Field.METHOD, 8);
        }

        /** The bytes between header and next header, whatever the content is. */
        public Item body(byte[] bytes) {
            body = bytes;
            return this;
        }

        public Item local(Field field, long value) {
            local.put(field, value);
            return this;
        }

        public Item central(Field field, long value) {
            central.put(field, value);
            return this;
        }

        public Item both(Field field, long value) {
            return local(field, value).central(field, value);
        }

        public Item localName(String other) {
            localName = other.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** Bytes before this entry's local header. */
        public Item before(byte[] bytes) {
            before = bytes;
            return this;
        }

        public Item extra(byte[] inLocal, byte[] inCentral) {
            localExtra = inLocal;
            centralExtra = inCentral;
            return this;
        }

        public Item comment(String text) {
            entryComment = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** Sets bit 3, zeroes the local sizes and appends a descriptor. */
        public Item described(boolean signed) {
            var out = new Out();
            if (signed) {
                out.u32(0x08074B50L);
            }
            out.u32(crc());
            out.u32(body.length);
            out.u32(content.length);
            return both(Field.FLAGS, 8)
                    .local(Field.CRC, 0)
                    .local(Field.COMPRESSED, 0)
                    .local(Field.SIZE, 0)
                    .descriptor(out.toByteArray());
        }

        /** Bytes behind the body. */
        public Item descriptor(byte[] bytes) {
            descriptor = bytes;
            return this;
        }

        /** Back to the archive. */
        public ZipForge done() {
            return ZipForge.this;
        }

        /** Ends the chain. */
        public byte[] bytes() {
            return ZipForge.this.bytes();
        }

        private long crc() {
            var crc = new CRC32();
            crc.update(content);
            return crc.getValue();
        }

        private void writeLocal(Out out) {
            out.u32(local.getOrDefault(Field.SIGNATURE, 0x04034B50L));
            writeCommon(out, local, localName, localExtra);
            out.raw(localName);
            out.raw(localExtra);
            out.raw(body);
            out.raw(descriptor);
        }

        private void writeCentral(Out out) {
            out.u32(central.getOrDefault(Field.SIGNATURE, 0x02014B50L));
            out.u16(0x0314);
            writeCommon(out, central, name, centralExtra);
            out.u16(central.getOrDefault(Field.COMMENT_LENGTH, (long) entryComment.length));
            out.u16(central.getOrDefault(Field.DISK, 0L));
            out.u16(central.getOrDefault(Field.INTERNAL, 0L));
            out.u32(central.getOrDefault(Field.EXTERNAL, 0L));
            out.u32(central.getOrDefault(Field.OFFSET, (long) offset));
            out.raw(name);
            out.raw(centralExtra);
            out.raw(entryComment);
        }

        private void writeCommon(Out out, Map<Field, Long> bent, byte[] ownName, byte[] extra) {
            out.u16(bent.getOrDefault(Field.VERSION, 20L));
            out.u16(bent.getOrDefault(Field.FLAGS, 0L));
            out.u16(bent.getOrDefault(Field.METHOD, 0L));
            out.u16(bent.getOrDefault(Field.TIME, 0L));
            out.u16(bent.getOrDefault(Field.DATE, 0x21L));
            out.u32(bent.getOrDefault(Field.CRC, crc()));
            out.u32(bent.getOrDefault(Field.COMPRESSED, (long) body.length));
            out.u32(bent.getOrDefault(Field.SIZE, (long) content.length));
            out.u16(bent.getOrDefault(Field.NAME_LENGTH, (long) ownName.length));
            out.u16(bent.getOrDefault(Field.EXTRA_LENGTH, (long) extra.length));
        }
    }

    private static final class Out {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void u16(long value) {
            out.write((int) value);
            out.write((int) (value >> 8));
        }

        void u32(long value) {
            u16(value);
            u16(value >> 16);
        }

        void raw(byte[] bytes) {
            out.writeBytes(bytes);
        }

        int size() {
            return out.size();
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}

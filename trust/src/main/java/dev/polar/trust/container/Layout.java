package dev.polar.trust.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Proves that local entries, central directory and end record tile the file: every byte belongs to one of them, once. */
final class Layout {
    private static final int LOCAL_LENGTH = 30;
    private static final long LOCAL_SIGNATURE = 0x04034B50L;
    private static final long DESCRIPTOR_SIGNATURE = 0x08074B50L;

    private final Bytes in;
    private final EndRecord end;

    private Layout(Bytes in, EndRecord end) {
        this.in = in;
        this.end = end;
    }

    static List<Slot> of(byte[] file, Profile profile) {
        var in = new Bytes(file);
        var end = EndRecord.of(in, profile);
        return new Layout(in, end).slots(CentralHeader.all(in, end, profile), profile);
    }

    private List<Slot> slots(List<CentralHeader> headers, Profile profile) {
        var slots = new ArrayList<Slot>(headers.size());
        int expected = 0;
        for (int i = 0; i < headers.size(); i++) {
            var header = headers.get(i);
            if (header.localOffset() != expected) {
                throw Rule.CONTIGUOUS.brokenBy(
                        header.name(), "local header at " + header.localOffset() + ", expected at " + expected);
            }
            long next = i + 1 < headers.size() ? headers.get(i + 1).localOffset() : end.directoryOffset();
            var slot = slot(header, expected, profile);
            expected = (int) dataEnd(header, slot, next);
            slots.add(slot);
        }
        if (expected != end.directoryOffset()) {
            throw Rule.CONTIGUOUS.broken(
                    "entries end at " + expected + ", the central directory starts at " + end.directoryOffset());
        }
        return slots;
    }

    /** Compares the local header with the central one; every field that both have. */
    private Slot slot(CentralHeader header, int at, Profile profile) {
        if (at + (long) LOCAL_LENGTH > end.directoryOffset() || in.u32(at) != LOCAL_SIGNATURE) {
            throw Rule.LOCAL_HEADER.brokenBy(header.name());
        }
        int nameLength = in.u16(at + 26);
        int extraLength = in.u16(at + 28);
        long data = at + (long) LOCAL_LENGTH + nameLength + extraLength;
        if (data + header.compressedSize() > end.directoryOffset()) {
            throw Rule.CONTIGUOUS.brokenBy(header.name(), "its data would reach into the central directory");
        }
        if (extraLength != 0 && !profile.isJar()) {
            throw Rule.EXTRA_FIELD.brokenBy(header.name(), "local header");
        }
        requireAgreement(header, at, nameLength);
        return new Slot(
                header.name(), header.method() == 8, header.crc(), (int) data, (int) header.compressedSize(), (int)
                        header.size());
    }

    private void requireAgreement(CentralHeader header, int at, int nameLength) {
        int central =
                header.at() + 6; // version needed, flags, method, time, date: ten bytes in both, then CRC and sizes
        int local = at + 4;
        var file = in.file();
        boolean same = Arrays.equals(file, local, local + 10, file, central, central + 10);
        boolean sizes = Arrays.equals(file, local + 10, local + 22, file, central + 10, central + 22);
        boolean deferred = header.hasDescriptor() && Arrays.equals(file, local + 10, local + 22, new byte[12], 0, 12);
        boolean name = Arrays.equals(
                file, at + LOCAL_LENGTH, at + LOCAL_LENGTH + nameLength, file, header.nameAt(), header.nameEnd());
        if (!same || !name || !sizes && !deferred) {
            throw Rule.HEADERS_AGREE.brokenBy(header.name());
        }
    }

    /** Where the next local header has to be: behind the data and, in a jar, behind its descriptor. */
    private long dataEnd(CentralHeader header, Slot slot, long next) {
        long dataEnd = (long) slot.dataOffset() + slot.compressedSize();
        if (!header.hasDescriptor()) {
            return dataEnd;
        }
        long length = next - dataEnd; // the signature is optional; what follows decides
        boolean signed = length == 16;
        if (!signed && length != 12 || next > end.directoryOffset()) {
            throw Rule.DATA_DESCRIPTOR.brokenBy(header.name());
        }
        int at = (int) dataEnd;
        if (signed && in.u32(at) != DESCRIPTOR_SIGNATURE) {
            throw Rule.DATA_DESCRIPTOR.brokenBy(header.name());
        }
        int values = signed ? at + 4 : at;
        var file = in.file();
        if (!Arrays.equals(file, values, values + 12, file, header.at() + 16, header.at() + 28)) {
            throw Rule.DATA_DESCRIPTOR.brokenBy(header.name());
        }
        return next;
    }
}

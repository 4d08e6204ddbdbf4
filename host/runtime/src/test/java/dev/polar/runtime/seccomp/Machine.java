package dev.polar.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kernel's side: runs a classic BPF program over one call. Written from linux/filter.h, not from the assembler. */
final class Machine {
    private final ByteBuffer program;

    Machine(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The action as the program returns it. */
    int run(int audit, int number, long... arguments) {
        var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(audit).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        int a = 0;
        int at = 0;
        while (true) {
            int code = program.getShort(8 * at) & 0xFFFF;
            int ifTrue = program.get(8 * at + 2) & 0xFF;
            int ifFalse = program.get(8 * at + 3) & 0xFF;
            int k = program.getInt(8 * at + 4);
            at++;
            switch (code) {
                case 0x20 -> a = data.getInt(k);
                case 0x54 -> a &= k;
                case 0x15 -> at += a == k ? ifTrue : ifFalse;
                case 0x25 -> at += Integer.compareUnsigned(a, k) > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(a, k) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return k;
                }
                default -> throw new IllegalStateException("instruction " + code);
            }
        }
    }
}

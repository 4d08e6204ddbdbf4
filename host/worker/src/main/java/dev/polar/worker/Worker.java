package dev.polar.worker;

import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import jakarta.json.JsonValue;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The main class of a confined process. */
public final class Worker {
    private static final byte[] UNASKED = new byte[] {'\n'};

    private Worker() {}

    /** Says on standard output that it was not started by a host. */
    public static void main(String[] arguments) throws IOException {
        var fault = new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, "only a host starts a worker");
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            out.write(Wire.response(JsonValue.NULL, fault));
            out.write(UNASKED);
            out.flush();
        }
    }
}

package dev.polar.worker;

import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Peer;
import dev.polar.runtime.rpc.StdioPeer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The main class of a confined process. It speaks with the host over standard input and output, loads the plugin it is
 * told to load, and ends when the host closes its input.
 */
public final class Worker {
    /** As the host has them, but what it asks is read as fast as it comes. */
    private static final StdioPeer.Limits LIMITS =
            new StdioPeer.Limits(16 << 20, 16 << 20, 32 << 20, Message.MAX_DEPTH + 8, Long.MAX_VALUE);

    private Worker() {}

    /** Takes its two streams for itself before any code of the plugin is there: what that prints goes to the log. */
    public static void main(String[] arguments) throws InterruptedException {
        var in = new FileInputStream(FileDescriptor.in);
        var out = new FileOutputStream(FileDescriptor.out);
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err);
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // PF4J logs to nobody here, and need not say so
        var host = new AtomicReference<Peer>();
        var asking = new Asking(host::get);
        var serving = new Serving(new Loading(asking, givingUp()));
        var peer = new StdioPeer("host", in, out, LIMITS, serving, Worker::leave);
        host.set(peer);
        peer.open();
        new CountDownLatch(1).await(); // until the host is gone
    }

    /** Beside whatever else a start does: it takes a while, and is over before any code of the plugin is there. */
    private static Future<?> givingUp() {
        var task = new FutureTask<>(NoPrograms::forThisProcess, true);
        Thread.ofPlatform().daemon().name("giving up programs").start(task);
        return task;
    }

    /** The host is gone or wants this process gone; nothing that the plugin left running may keep it. */
    private static Refusal leave() {
        Runtime.getRuntime().halt(0);
        return new Refusal(Code.PLUGIN_DISABLED, "the host is gone", "");
    }
}

package dev.polar.host;

import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The host process: {@code --data DIR --port N --host ADDRESS}. Ends on SIGTERM, Ctrl-C or {@code polar down}; and with
 * {@link #AGAIN} when it has to start again to be rid of revoked code.
 */
public final class Main {
    /** The exit code that asks whoever started the host to start it again ({@code EX_TEMPFAIL} of sysexits.h). */
    public static final int AGAIN = 75;

    /** How long a tainted host may take to close; the code that taints it may hold something up. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(20);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var end = new CountDownLatch(1);
        try {
            var flags = flags(arguments);
            var restore = RestoreProcess.asked(flags);
            var prepare = PrepareProcess.asked(flags);
            var settings = Settings.ofThisProcess(flags);
            if (restore.isPresent()) {
                Runtime.getRuntime().halt(restore.get().run(settings));
            }
            if (prepare.isPresent()) {
                Runtime.getRuntime().halt(prepare.get().run(settings));
            }
            var host = HostAssembly.start(settings, end::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close, "shutdown"));
            LoggerFactory.getLogger(Main.class).info("ready at {}", host.address());
            end.await();
            closed(host);
            Runtime.getRuntime().halt(host.wantsToStartAgain() ? AGAIN : 0);
        } catch (Refusal refusal) {
            System.err.println("error " + refusal.code() + "  " + refusal.getMessage());
            System.err.println("  next        " + refusal.hint());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void closed(HostAssembly host) throws InterruptedException {
        var closing = Thread.ofPlatform().daemon().name("close").start(host::close);
        if (!host.wantsToStartAgain()) {
            closing.join();
        } else if (!closing.join(CLOSES_WITHIN)) {
            LoggerFactory.getLogger(Main.class).warn("something does not close; the process ends all the same");
        }
    }

    private static Map<String, String> flags(String[] arguments) {
        var flags = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            flags.put(arguments[i], arguments[i + 1]);
        }
        return flags;
    }
}

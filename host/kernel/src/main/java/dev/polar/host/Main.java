package dev.polar.host;

import dev.polar.spi.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The host process: {@code --data DIR --port N --host ADDRESS}. Ends on SIGTERM, Ctrl-C or {@code polar down}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var end = new CountDownLatch(1);
        try {
            var settings = Settings.ofThisProcess(flags(arguments));
            var host = HostAssembly.start(settings, end::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close, "shutdown"));
            LoggerFactory.getLogger(Main.class).info("ready at {}", host.address());
            end.await();
            host.close();
        } catch (Refusal refusal) {
            System.err.println("error " + refusal.code() + "  " + refusal.getMessage());
            System.err.println("  next        " + refusal.hint());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    private static Map<String, String> flags(String[] arguments) {
        var flags = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            flags.put(arguments[i], arguments[i + 1]);
        }
        return flags;
    }
}

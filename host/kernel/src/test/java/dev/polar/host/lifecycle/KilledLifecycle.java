package dev.polar.host.lifecycle;

import dev.polar.host.store.Database;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A host process to be killed: takes a plugin through one transition and stops at one step of it. */
public final class KilledLifecycle {
    static final String PLUGIN = "acme.notes";
    static final String STOPPED = "stopped";

    private KilledLifecycle() {}

    /** Arguments: data directory, database, transition, step. */
    public static void main(String[] arguments) {
        var transition = Transition.valueOf(arguments[2]);
        var step = Step.valueOf(arguments[3]);
        var host = TestHost.start(
                Path.of(arguments[0]),
                Database.at(arguments[1]),
                (reachedTransition, reachedStep) -> {
                    if (reachedTransition == transition && reachedStep == step) {
                        stop();
                    }
                },
                Optional.empty());
        var acme = SigningKey.generate();
        host.run("trust.add", "acme", "key", acme.publicKey().toPem(), "namespace", "acme", "level", "verified");
        var file = Pack.code(PLUGIN, "1.0.0", "search").signed(acme);
        host.uploads.put(file);
        prepare(host, transition, file);
        take(host, transition, file);
        throw new IllegalStateException(transition + " never came to " + step);
    }

    private static void prepare(TestHost host, Transition transition, byte[] file) {
        switch (transition) {
            case INSTALL -> {}
            case ENABLE, UNINSTALL -> host.install(file);
            case DISABLE, QUARANTINE, REVOKE -> {
                host.install(file);
                host.enable(PLUGIN);
            }
        }
    }

    /** Does what leads through the transition. */
    static void take(TestHost host, Transition transition, byte[] file) {
        switch (transition) {
            case INSTALL -> host.install(file);
            case ENABLE, DISABLE, UNINSTALL -> host.run(transition.action(), PLUGIN);
            case QUARANTINE -> host.run("trust.remove", "acme");
            case REVOKE -> host.run("revoke", PLUGIN, "kind", "plugin", "reason", "key stolen");
        }
    }

    private static void stop() {
        System.out.println(STOPPED);
        while (true) {
            LockSupport.park();
        }
    }
}

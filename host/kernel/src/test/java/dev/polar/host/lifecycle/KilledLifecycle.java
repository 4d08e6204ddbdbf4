package dev.polar.host.lifecycle;

import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import dev.polar.trust.packages.PackageVerification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** A host process to be killed: takes a plugin through one transition and stops at one step of it. */
public final class KilledLifecycle {
    static final String PLUGIN = "acme.notes";
    /** What a set brings in with it, and what stands on it. */
    static final String BESIDE = "acme.beside";

    static final String STOPPED = "stopped";
    static final Refusal CRASHED = new Refusal(Code.PLUGIN_CRASHED, "it fell over", "");

    private static byte[] beside = {};

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
        var next = Pack.code(PLUGIN, "1.1.0", "search")
                .asking("storage.read($DATA)")
                .with("failing", "yes")
                .signed(acme);
        beside = Pack.code(BESIDE, "1.0.0", "find")
                .requiring(PLUGIN, "[1.1,2.0)")
                .signed(acme);
        prepare(host, transition, file, next);
        take(host, transition, file, next);
        host.lifecycle.drained();
        throw new IllegalStateException(transition + " never came to " + step);
    }

    private static void prepare(TestHost host, Transition transition, byte[] file, byte[] next) {
        switch (transition) {
            case INSTALL -> {}
            case ENABLE, UNINSTALL -> host.install(file);
            case DISABLE, QUARANTINE, REVOKE -> {
                host.install(file);
                host.enable(PLUGIN);
            }
            case STAGE, SYNC, UPDATE, CANARY -> prepare(host, Transition.DISABLE, file, next);
            case UNSTAGE -> {
                prepare(host, Transition.STAGE, file, next);
                take(host, Transition.STAGE, file, next);
            }
            case ROLLBACK, RETURN -> {
                prepare(host, Transition.UPDATE, file, next);
                take(host, Transition.UPDATE, file, next);
                host.lifecycle.drained();
            }
            case WITHDRAW -> {
                prepare(host, Transition.CANARY, file, next);
                take(host, Transition.CANARY, file, next);
                host.lifecycle.drained();
            }
        }
    }

    /** Which release is there for what before a transition and after it. */
    static Map<String, String> releases(Transition transition, boolean after) {
        var old = Map.of("serving", "1.0.0");
        return switch (transition) {
            case INSTALL -> after ? old : Map.of();
            case UNINSTALL -> after ? Map.of() : old;
            case ENABLE, DISABLE, QUARANTINE, REVOKE -> old;
            case STAGE -> after ? with(old, "staged") : old;
            case UNSTAGE -> after ? old : with(old, "staged");
            case SYNC, UPDATE -> after ? Map.of("serving", "1.1.0", "previous", "1.0.0") : old;
            case ROLLBACK, RETURN -> after ? old : Map.of("serving", "1.1.0", "previous", "1.0.0");
            case CANARY -> after ? with(old, "canary") : old;
            case WITHDRAW -> after ? old : with(old, "canary");
        };
    }

    private static Map<String, String> with(Map<String, String> old, String role) {
        var more = new TreeMap<>(old);
        more.put(role, "1.1.0");
        return more;
    }

    /** Does what leads through the transition. */
    static void take(TestHost host, Transition transition, byte[] file, byte[] next) {
        switch (transition) {
            case INSTALL -> host.install(file);
            case ENABLE, DISABLE, UNINSTALL -> host.run(transition.action(), PLUGIN);
            case STAGE, UPDATE -> host.run(transition.action(), "", "upload", host.uploads.put(next));
            case SYNC ->
                host.run(
                        "sync",
                        "",
                        "lock",
                        lock(host, next, beside),
                        "uploads",
                        host.uploads.put(next) + " " + host.uploads.put(beside));
            case CANARY -> host.run("canary", "", "upload", host.uploads.put(next), "percent", "50");
            case UNSTAGE -> host.run("unstage", "upd-1", "reason", "no");
            case ROLLBACK -> host.run("rollback", PLUGIN);
            case RETURN ->
                host.lifecycle.quarantine(host.echo.loaded.get(PLUGIN).id(), CRASHED);
            case WITHDRAW -> host.callUntilWithdrawn(PLUGIN);
            case QUARANTINE -> host.run("trust.remove", "acme");
            case REVOKE -> host.run("revoke", PLUGIN, "kind", "plugin", "reason", "key stolen");
        }
    }

    /** The text of a lock that wants exactly these packages to run. */
    private static String lock(TestHost host, byte[]... files) {
        var keyring = host.trust.read().keyring();
        var plugins = Arrays.stream(files)
                .map(file -> PackageVerification.verify(file, keyring))
                .map(verified -> new LockedPlugin(
                        verified.manifest().name(),
                        verified.manifest().version(),
                        verified.contentDigest(),
                        verified.fileDigest(),
                        verified.publisher().name(),
                        new TreeSet<>(verified.signers()),
                        verified.level(),
                        Provenance.PUBLISHED,
                        verified.manifest().requested().digest(),
                        true,
                        new TreeSet<>(Requirements.requires(verified.manifest())),
                        Optional.empty()))
                .toList();
        return new String(new Lock(plugins).toBytes(), StandardCharsets.UTF_8);
    }

    private static void stop() {
        System.out.println(STOPPED);
        while (true) {
            LockSupport.park();
        }
    }
}

package dev.polar.runtime.osgi;

import static java.util.stream.Collectors.joining;

import dev.polar.runtime.java.SharedClasses;
import dev.polar.runtime.java.SpiVersion;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectFrameworkFactory;
import org.osgi.framework.hooks.bundle.FindHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The host's one OSGi framework: a class space and nothing more. Bundles are installed and resolved, never started, so
 * none has a bundle context, none comes back by itself after a restart, and none runs code the host did not call.
 */
final class BundleSpace implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Framework framework;

    /** Starts the framework; {@code storage} is emptied, nothing of value is kept there. */
    BundleSpace(Path storage, LoadTable table) {
        this.framework = ServiceLoader.load(ConnectFrameworkFactory.class, BundleSpace.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no OSGi framework beside dev.polar.runtime"))
                .newFramework(configuration(storage), table);
        try {
            framework.init();
            var hooks = framework.getBundleContext();
            hooks.registerService(ResolverHookFactory.class, new WiringRules(table), null);
            FindHook alone = (asking, found) -> {
                if (asking.getBundle().getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
                    found.removeIf(bundle -> !bundle.equals(asking.getBundle()));
                }
            };
            hooks.registerService(FindHook.class, alone, null);
            framework.start();
        } catch (BundleException e) {
            throw new IllegalStateException("the OSGi framework does not start", e);
        }
    }

    private static Map<String, String> configuration(Path storage) {
        var jdk = SharedClasses.jdkPackages().stream();
        var spi = SharedClasses.spiPackages().stream().map(name -> name + ";version=" + SpiVersion.OFFERED);
        return Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES,
                Stream.concat(jdk, spi).collect(joining(",")),
                Constants.FRAMEWORK_BSNVERSION,
                Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                "felix.bootdelegation.implicit",
                "false", // else code of the host's sees host classes through a bundle
                "felix.service.urlhandlers",
                "false", // else one factory for the whole JVM, and sun.misc.Unsafe
                "felix.log.level",
                "0"); // to standard output; what matters comes as an exception
    }

    /**
     * Installs and resolves what the load table has at the location.
     *
     * @throws Refusal {@code REQUIREMENT_MISSING}; then it is not installed
     */
    synchronized Bundle add(String location) {
        try {
            var bundle = framework.getBundleContext().installBundle(location);
            if (!wiring().resolveBundles(List.of(bundle))) {
                var why = unresolved(bundle);
                remove(bundle);
                throw why;
            }
            return bundle;
        } catch (BundleException e) {
            throw new Refusal(Code.START_FAILED, "the OSGi framework refused the bundle: " + e.getMessage(), "");
        }
    }

    /** Starting is a way to be told why it cannot be resolved; a bundle that cannot be resolved does not start. */
    private static Refusal unresolved(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            throw new IllegalStateException(bundle + " resolved at the second try");
        } catch (BundleException e) {
            return Unresolved.refusal(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Uninstalls, and refreshes whatever nothing living is wired to any more.
     *
     * @return what keeps it, in words: plugins that are still wired to it
     */
    synchronized List<String> remove(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException gone) {
            // uninstalled by itself or ended with the framework: what counts is what is pending
        }
        var free = pending().stream().filter(gone -> users(gone).isEmpty()).toList();
        if (!free.isEmpty()) {
            refresh(free);
        }
        var users = users(bundle);
        if (users.isEmpty() && pending().contains(bundle)) {
            return List.of("the OSGi framework has not let go of it yet");
        }
        return users.stream()
                .map(user -> user.getLocation() + " is wired to it")
                .sorted()
                .toList();
    }

    Bundle bundle(String location) {
        return framework.getBundleContext().getBundle(location);
    }

    Collection<Bundle> pending() {
        return wiring().getRemovalPendingBundles();
    }

    private List<Bundle> users(Bundle bundle) {
        return wiring().getDependencyClosure(List.of(bundle)).stream()
                .filter(user -> user.getState() != Bundle.UNINSTALLED)
                .toList();
    }

    private void refresh(List<Bundle> bundles) {
        var done = new CountDownLatch(1);
        wiring().refreshBundles(bundles, event -> done.countDown());
        try {
            done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private FrameworkWiring wiring() {
        return framework.adapt(FrameworkWiring.class);
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(PATIENCE.toMillis());
        } catch (BundleException e) {
            throw new IllegalStateException("the OSGi framework does not stop", e);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}

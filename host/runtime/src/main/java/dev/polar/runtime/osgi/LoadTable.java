package dev.polar.runtime.osgi;

import static java.util.stream.Collectors.toSet;

import dev.polar.runtime.java.SharedClasses;
import dev.polar.trust.container.JarFacts;
import dev.polar.trust.container.Wiring;
import dev.polar.trust.manifest.Manifest;
import java.io.File;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleException;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * What may be a bundle, by location. The framework asks here whenever it is to install something, whoever asked the
 * framework, and gets verified bytes or an exception: after an empty answer it would fetch the location as a URL.
 */
final class LoadTable implements ModuleConnector {
    private final Map<String, Loaded> byLocation = new ConcurrentHashMap<>();

    /** Whether there was nothing at that location. */
    boolean add(String location, Loaded loaded) {
        return byLocation.putIfAbsent(location, loaded) == null;
    }

    void remove(String location) {
        byLocation.remove(location);
    }

    Set<String> locations() {
        return Set.copyOf(byLocation.keySet());
    }

    Optional<Loaded> at(String location) {
        return Optional.ofNullable(byLocation.get(location));
    }

    /**
     * What a plugin's bundle may name. One that requires nobody gets the JDK and the SPI, and is told at once what else it
     * asks for; one that requires others is told by the resolver, which knows who is there.
     */
    Wiring wiring(Manifest manifest, JarFacts facts) {
        var packages = new HashSet<>(SharedClasses.jdkPackages());
        packages.addAll(SharedClasses.spiPackages());
        var bundles = new HashSet<String>();
        if (!manifest.requires().isEmpty()) {
            packages.addAll(facts.importedPackages());
            facts.requiredBundles().forEach(clause -> bundles.addAll(clause.names()));
        }
        var taken = byLocation.values().stream()
                .filter(other -> !other.manifest().name().equals(manifest.name()))
                .flatMap(other -> other.exports().stream())
                .collect(toSet());
        return new Wiring(packages, bundles, taken);
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {}

    @Override
    public Optional<ConnectModule> connect(String location) throws BundleException {
        var loaded = byLocation.get(location);
        if (loaded == null) {
            throw new BundleException("only the host installs, and not from " + location);
        }
        return Optional.of(() -> new BundleContent(loaded));
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }
}

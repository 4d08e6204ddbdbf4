package dev.polar.runtime.osgi;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Who may be wired to whom. Only what the host loaded resolves at all; nobody sees the framework's own packages; and a
 * package goes from one plugin to another only where the second requires the first in its manifest, in that version.
 */
final class WiringRules implements ResolverHookFactory, ResolverHook {
    private final LoadTable table;

    WiringRules(LoadTable table) {
        this.table = table;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // The framework does not ask the load table about "reference:" locations and streams.
        candidates.removeIf(revision -> !isFramework(revision.getBundle())
                && table.at(revision.getBundle().getLocation()).isEmpty());
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> others) {}

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        var asks = requirement.getRevision().getBundle();
        if (!isFramework(asks)) {
            var asking = table.at(asks.getLocation());
            candidates.removeIf(capability -> asking.isEmpty() || !allowed(asks, asking.get(), capability));
        }
    }

    private boolean allowed(Bundle asks, Loaded asking, BundleCapability capability) {
        var offers = capability.getRevision().getBundle();
        if (isFramework(offers)) {
            return !isFrameworksOwn(capability);
        }
        return asks.equals(offers)
                || table.at(offers.getLocation())
                        .filter(other -> asking.requires(other, offers.getLocation()))
                        .isPresent();
    }

    private static boolean isFrameworksOwn(BundleCapability capability) {
        return switch (capability.getNamespace()) {
            case BundleRevision.PACKAGE_NAMESPACE -> {
                var name = String.valueOf(capability.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE));
                yield name.equals("org.osgi") || name.startsWith("org.osgi.");
            }
            case BundleRevision.BUNDLE_NAMESPACE, BundleRevision.HOST_NAMESPACE -> true;
            default -> false;
        };
    }

    private static boolean isFramework(Bundle bundle) {
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    }

    @Override
    public void end() {}
}

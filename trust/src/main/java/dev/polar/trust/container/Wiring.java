package dev.polar.trust.container;

import java.util.Set;

/**
 * What a bundle may be wired to (the package format, section 5): packages and bundles of the SPI and of the plugins in
 * {@code requires}. A bundle's own exports and {@code java.*} need not be named.
 *
 * @param packages the packages it may import
 * @param bundles the symbolic names it may require
 * @param taken packages that other installed plugins export, which it may not
 */
public record Wiring(Set<String> packages, Set<String> bundles, Set<String> taken) {
    public Wiring {
        packages = Set.copyOf(packages);
        bundles = Set.copyOf(bundles);
        taken = Set.copyOf(taken);
    }
}

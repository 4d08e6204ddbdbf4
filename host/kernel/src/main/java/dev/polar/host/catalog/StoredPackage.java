package dev.polar.host.catalog;

import dev.polar.runtime.PackageContent;
import dev.polar.trust.packages.VerifiedPackage;

/** An installed package, verified just now. */
public record StoredPackage(VerifiedPackage verified, PackageContent content) {}

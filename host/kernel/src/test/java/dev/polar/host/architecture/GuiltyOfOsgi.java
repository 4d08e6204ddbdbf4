package dev.polar.host.architecture;

import org.osgi.framework.Bundle;

/** A host class that handles bundles. */
public final class GuiltyOfOsgi {
    Bundle bundle;
}

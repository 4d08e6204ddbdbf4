package dev.polar.trust.manifest;

import java.util.Optional;

/**
 * The code of a package.
 *
 * @param jar its file below {@code dev.polar/code/}
 * @param mainClass the plugin class; absent for PF4J, whose index says it, and for an OSGi library
 */
public record Entrypoint(Runtime runtime, String jar, Optional<String> mainClass) {
    /** Which class space carries it. */
    public enum Runtime {
        OSGI,
        PF4J
    }

    /** Where jars lie in a package. */
    public static final String CODE = "dev.polar/code/";

    /** Exports packages and starts nothing. */
    public boolean library() {
        return runtime == Runtime.OSGI && mainClass.isEmpty();
    }

    /** The jar's entry in the package. */
    public String path() {
        return CODE + jar;
    }
}

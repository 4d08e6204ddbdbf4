package dev.polar.trust.container;

/** The two sets of rules: what Polar's own format allows, and what jars in the wild need on top. */
enum Profile {
    PACKAGE(16_384),
    JAR(32_768);

    private final int maxEntries;

    Profile(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    int maxEntries() {
        return maxEntries;
    }

    boolean isJar() {
        return this == JAR;
    }
}

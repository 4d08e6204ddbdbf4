package dev.polar.trust.container;

/**
 * A jar as class loaders get to see it.
 *
 * @param bytes the whole jar; the same entries always give the same bytes. Not copied: nobody writes into it
 * @param facts what it says about itself
 */
public record RepackedJar(byte[] bytes, JarFacts facts) {}

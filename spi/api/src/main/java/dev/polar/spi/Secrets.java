package dev.polar.spi;

/** Secrets the operator set for this plugin. */
public interface Secrets {
    /** Names a secret for {@link HttpCall#secrets()}; needs {@code secret.use(name)}. The value stays with the host. */
    SecretRef use(String name);

    /** The value itself; needs the high-risk {@code secret.read(name)}. */
    String read(String name);
}

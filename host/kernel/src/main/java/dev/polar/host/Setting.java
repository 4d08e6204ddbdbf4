package dev.polar.host;

/**
 * One value and where it came from.
 *
 * @param name the dotted name of the settings file, for example {@code limits.call-timeout}
 */
public record Setting<T>(String name, T value, Origin origin) {}

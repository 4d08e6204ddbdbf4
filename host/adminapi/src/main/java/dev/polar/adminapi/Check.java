package dev.polar.adminapi;

/** One line of {@code polar doctor} or {@code polar verify}. */
public record Check(String name, boolean ok, String found, String next) {}

package dev.polar.adminapi;

/** One secret, never its value. */
public record SecretRow(String name, String plugin, String audience, String placement, String setAt) {}

package dev.polar.adminapi;

/** What is installed, as the text of a {@code polar.lock}. */
public record LockText(String text) {}

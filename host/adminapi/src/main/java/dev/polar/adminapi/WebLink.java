package dev.polar.adminapi;

/** A web address with a one-time code. */
public record WebLink(String url, String expires) {}

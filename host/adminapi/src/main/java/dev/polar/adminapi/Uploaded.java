package dev.polar.adminapi;

/** A package file as received; it waits an hour for its plan. */
public record Uploaded(String upload) {}

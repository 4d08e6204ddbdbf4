package dev.polar.adminapi;

import java.util.List;

/**
 * A bundle that was made.
 *
 * @param size how many records the log had
 * @param files the names of what is in it
 */
public record Bundled(String file, String origin, long records, long size, List<String> files) {}

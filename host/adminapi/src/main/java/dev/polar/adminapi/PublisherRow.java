package dev.polar.adminapi;

import java.util.List;

/** One enrolled publisher. */
public record PublisherRow(
        String name,
        String level,
        int threshold,
        List<String> keys,
        List<String> namespaces,
        String since,
        String by) {}

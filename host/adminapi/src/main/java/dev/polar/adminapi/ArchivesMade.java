package dev.polar.adminapi;

import java.util.List;

/** What was archived just now. */
public record ArchivesMade(List<ArchiveRow> made) {}

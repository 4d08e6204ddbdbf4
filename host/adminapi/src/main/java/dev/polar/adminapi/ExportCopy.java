package dev.polar.adminapi;

import java.util.List;

/**
 * An export for who is elsewhere, with the files it consists of; {@code directory} of what was exported says nothing.
 *
 * @param files what an export on the host's machine would have written
 */
public record ExportCopy(Exported exported, List<File> files) {
    /** One of them. */
    public record File(String name, String text) {}
}

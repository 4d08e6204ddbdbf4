package dev.polar.adminapi;

/**
 * Where to and from when to when; empty times mean the whole log.
 *
 * @param older a checkpoint from which the log is to be shown to have grown, its whole text; empty for none
 * @param filter which records, in a form that does not prove itself
 */
public record ExportRequest(
        String directory, String format, String from, String to, String older, ExportFilter filter) {
    /**
     * Empty texts do not narrow.
     *
     * @param category such as {@code call}
     */
    public record ExportFilter(String plugin, String caller, String trace, String decision, String category) {}
}

package dev.polar.adminapi;

/**
 * Records of the log that are in a file.
 *
 * @param log the log's name
 * @param state {@code archived}; {@code pruned} once they are no longer in the database; {@code damaged} if the file does
 *     not prove them, which is looked at only if that was asked
 * @param held the hold that keeps them, or empty
 * @param fault what is wrong with the file, or empty
 */
public record ArchiveRow(
        String log,
        long first,
        long last,
        String since,
        String until,
        String state,
        String held,
        String file,
        String digest,
        long bytes,
        String fault) {}

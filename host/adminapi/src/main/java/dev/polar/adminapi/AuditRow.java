package dev.polar.adminapi;

/**
 * One record, as {@code polar audit list} shows it.
 *
 * @param place how it is called: its number, and of another log than this host's that log's number before it
 * @param enforcement what held while the plugin's code ran; {@code none} if it did not
 * @param where for traffic, the place and how many bytes went each way
 * @param rule the rule of policy that decided
 * @param approval what was asked for, decided or used
 * @param digest the content of the package that it is about
 * @param cursor where a page that ends with it ends
 */
public record AuditRow(
        long seq,
        String place,
        String time,
        String category,
        String action,
        String stage,
        String decision,
        String code,
        String caller,
        String plugin,
        String tool,
        String enforcement,
        String where,
        String rule,
        String approval,
        String digest,
        String intent,
        String trace,
        String node,
        String cursor,
        String record) {}

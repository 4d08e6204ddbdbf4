package dev.polar.adminapi;

/**
 * One revocation.
 *
 * @param at from when on it takes back
 * @param by the operators who signed it, empty if it came with a list
 * @param list whose it is: {@code operators}, or the name of a list
 * @param spares what was recorded here before that time is spared; empty if nothing is
 * @param state {@code in force}, {@code from TIME}, {@code lifted by WHOM from TIME}, or {@code no effect: WHY} of what a
 *     list names beyond its reach
 */
public record RevocationRow(
        String id,
        String kind,
        String value,
        String mode,
        String reason,
        String at,
        String by,
        String list,
        String spares,
        String state) {}

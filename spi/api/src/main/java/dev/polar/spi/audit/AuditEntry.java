package dev.polar.spi.audit;

/**
 * One record as it stands in the log; what is personal in it are commitments.
 *
 * @param index its number
 * @param leaf SHA-256(0x00 || record) in lower-case hex, RFC 6962 section 2.1
 * @param record canonical JSON; its UTF-8 bytes are what was logged
 */
public record AuditEntry(long index, String leaf, String record) {}

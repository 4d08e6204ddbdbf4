package dev.polar.adminapi;

import java.util.Map;

/**
 * An operator's signature under a plan's statement.
 *
 * @param envelope the DSSE envelope as JSON text, payload type {@code application/vnd.polar.consent+json}
 * @param secret values that are never signed, stored or recorded in the clear, such as {@code value}; empty otherwise
 */
public record Consent(String envelope, Map<String, String> secret) {}

package dev.polar.host.offer;

import jakarta.json.JsonObject;

/**
 * A prompt or a resource template in the words that were approved.
 *
 * @param server whose it is
 * @param name in rules and records: {@code prompt:NAME}, {@code template:SERVER/NAME}
 */
public record ApprovedDefinition(String server, String name, JsonObject definition) {}

package dev.polar.trust.schema;

/**
 * How a value breaks its schema. Nothing in it repeats the value itself, which may be secret.
 *
 * @param path the value's place, RFC 6901
 * @param rule the schema's keyword and its place, {@code /properties/place/type}
 * @param message for people
 */
public record Violation(String path, String rule, String message) {}

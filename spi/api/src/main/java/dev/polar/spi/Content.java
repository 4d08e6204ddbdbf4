package dev.polar.spi;

/** One part of an answer. */
public sealed interface Content {
    /** Plain text; control characters other than tab and line feed are removed on the way out. */
    record Text(String text) implements Content {}

    /** Bytes with a media type such as {@code image/png} or {@code audio/wav}. */
    record Media(String mimeType, byte[] bytes) implements Content {}
}

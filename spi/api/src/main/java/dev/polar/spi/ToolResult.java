package dev.polar.spi;

import java.util.List;
import java.util.Optional;

/**
 * A tool's answer.
 *
 * @param content what a reader is shown
 * @param structured a record, map, list or JDK value the host binds to JSON; held against the output schema
 */
public record ToolResult(List<Content> content, Optional<Object> structured) {
    public ToolResult {
        content = List.copyOf(content);
    }

    /** An answer of one text. */
    public static ToolResult text(String text) {
        return new ToolResult(List.of(new Content.Text(text)), Optional.empty());
    }

    /** A structured answer; the host adds its JSON as the text a reader is shown. */
    public static ToolResult of(Object structured) {
        return new ToolResult(List.of(), Optional.of(structured));
    }
}

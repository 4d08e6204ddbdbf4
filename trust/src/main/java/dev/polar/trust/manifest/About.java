package dev.polar.trust.manifest;

import java.util.List;
import java.util.Optional;

/** What Agent Plugins lets a manifest say for people. */
public record About(
        Optional<String> description,
        Optional<Author> author,
        Optional<String> homepage,
        Optional<String> repository,
        Optional<String> license,
        List<String> keywords) {
    /** Nothing said. */
    public static final About NOTHING = new About(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** Who made it, by their own account. */
    public record Author(Optional<String> name, Optional<String> email, Optional<String> url) {}

    public About {
        keywords = List.copyOf(keywords);
    }
}

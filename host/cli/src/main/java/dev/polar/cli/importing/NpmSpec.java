package dev.polar.cli.importing;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A package of the npm registry.
 *
 * @param version an exact version, a range or a tag; absent for what the registry calls latest
 */
record NpmSpec(String name, Optional<String> version) {
    private static final Pattern FORM = Pattern.compile(
            "((?:@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*)(?:@([0-9A-Za-z^~<>=*][0-9A-Za-z.^~<>=*+-]*))?");

    /** Empty for what npm would take from elsewhere: files, links, repositories, other names. */
    static Optional<NpmSpec> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new NpmSpec(match.group(1), Optional.ofNullable(match.group(2))))
                : Optional.empty();
    }

    /** Without the scope. */
    String shortName() {
        return name.substring(name.indexOf('/') + 1);
    }

    @Override
    public String toString() {
        return name + version.map(v -> "@" + v).orElse("");
    }
}

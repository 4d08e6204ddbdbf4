package dev.polar.host.policy;

import java.util.List;

/** {@code private:} of a policy: targets whose answers count as private data. */
final class PrivateSection {
    static final String KEY = "private";
    private static final int MOST_PATTERNS = 200;

    private PrivateSection() {}

    static List<Glob> read(Section policy) {
        var patterns = policy.texts(KEY);
        if (patterns.size() > MOST_PATTERNS) {
            throw policy.wrong(KEY, "a list of at most " + MOST_PATTERNS);
        }
        return patterns.stream().map(Glob::of).toList();
    }
}

package dev.polar.host.lifecycle;

import dev.polar.runtime.Target;
import dev.polar.trust.delta.Kind;
import dev.polar.trust.delta.Part;
import dev.polar.trust.delta.Profile;
import java.util.SortedMap;
import java.util.TreeMap;

/** What of a release operators may classify, by the names of its targets. */
final class Classified {
    private Classified() {}

    /** A server's resources stand and fall with what it says of itself. */
    static SortedMap<String, Part> parts(Profile profile) {
        var all = new TreeMap<>(profile.parts(Kind.TOOL));
        profile.parts(Kind.PROMPT).forEach((name, part) -> all.put(Target.PROMPT + name, part));
        profile.parts(Kind.SERVER).forEach((name, part) -> all.put(Target.RESOURCE + name, part));
        return all;
    }
}

package dev.polar.host.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The beginning of a list that people read. */
public final class Some {
    private Some() {}

    /** All of them, or the first {@code most} and one line more about how many are left out. */
    public static List<String> of(List<String> all, int most, IntFunction<String> rest) {
        if (all.size() <= most) {
            return List.copyOf(all);
        }
        var some = new ArrayList<>(all.subList(0, most));
        some.add(rest.apply(all.size() - most));
        return List.copyOf(some);
    }
}

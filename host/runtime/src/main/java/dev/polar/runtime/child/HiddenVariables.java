package dev.polar.runtime.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Variables whose values stand on no command line, which everyone on the machine can read: they go from environment to
 * environment. On the way they have names that mean nothing to any program, so that none on the host's side of the cage
 * obeys them; inside, a shell gives them their own.
 */
record HiddenVariables(SortedMap<String, String> values) {
    private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final String CARRIED = "POLAR_HIDDEN_";

    static HiddenVariables of(Cage cage) {
        var values = new TreeMap<String, String>();
        cage.environment().forEach((name, value) -> {
            if (Cage.isHidden(value)) {
                if (!NAME.matcher(name).matches()) {
                    throw new IllegalArgumentException(name + " is not a name of a variable that a shell knows");
                }
                values.put(name, Cage.shown(value));
            }
        });
        return new HiddenVariables(values);
    }

    /** The environment of whoever starts the cage. */
    Map<String, String> carried() {
        var carried = new TreeMap<String, String>();
        for (var name : values.keySet()) {
            carried.put(CARRIED + (carried.size() + 1), values.get(name));
        }
        return carried;
    }

    /** The words before the command, inside; none if there is nothing to hand over. */
    List<String> unpacking() {
        if (values.isEmpty()) {
            return List.of();
        }
        var script = new ArrayList<String>();
        int number = 1;
        for (var name : values.keySet()) {
            var carried = CARRIED + number++;
            script.add("export " + name + "=\"$" + carried + "\"; unset " + carried + ";");
        }
        script.add("exec \"$@\"");
        return List.of("/bin/sh", "-c", String.join(" ", script), "polar");
    }

    /** By name. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}

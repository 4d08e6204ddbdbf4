package dev.polar.host.policy;

import java.util.Locale;

/** Whom a limit counts apart. */
public enum Each {
    /** Every caller for itself, whatever it calls. */
    CALLER,
    /** Every caller for itself, and every target of its calls. */
    CALLER_AND_TARGET,
    /** Every plugin for itself, whoever calls it. */
    PLUGIN,
    /** All calls together. */
    ALL;

    /** The form in a policy. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is counted under one name. */
    public String subject(String caller, String target) {
        return switch (this) {
            case CALLER -> caller;
            case CALLER_AND_TARGET -> caller + " " + target;
            case PLUGIN -> plugin(target);
            case ALL -> "*";
        };
    }

    private static String plugin(String target) {
        int slash = target.indexOf('/');
        return slash < 0 ? target : target.substring(0, slash);
    }
}

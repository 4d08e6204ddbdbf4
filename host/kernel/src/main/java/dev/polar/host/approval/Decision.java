package dev.polar.host.approval;

/**
 * What a person decided about one request, and whether nothing but good came of it.
 *
 * @param plugin {@code name version}
 * @param caller everyone in the chain
 */
public record Decision(
        String target, String plugin, String content, String caller, String rule, String effect, boolean good) {
    /** Whom the call was for in the end, of whom an allowing rule speaks. */
    String originator() {
        return originator(caller);
    }

    static String originator(String caller) {
        return caller.substring(caller.lastIndexOf(" for ") < 0 ? 0 : caller.lastIndexOf(" for ") + " for ".length());
    }

    String pluginName() {
        return plugin.substring(0, plugin.indexOf(' '));
    }
}

package dev.polar.trust.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Agent Plugins 1.0.0, section 9.2. */
final class Placeholders {
    static final String ROOT = "${PLUGIN_ROOT}";
    static final String DATA = "${PLUGIN_DATA}";
    private static final Pattern EITHER = Pattern.compile("\\$\\{PLUGIN_(?:ROOT|DATA)}");

    private Placeholders() {}

    static String expand(String text, String root, String data) {
        return EITHER.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(m.group().equals(ROOT) ? root : data));
    }
}

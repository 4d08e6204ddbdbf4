package dev.polar.runtime.osgi;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.regex.Pattern;

/** Says what the framework's resolver says, in words of the manifest. */
final class Unresolved {
    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern BUNDLE = Pattern.compile("osgi\\.wiring\\.bundle=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("\\(\\w+(?:-\\w+)?>=([^)]+)\\)");
    private static final Pattern TO = Pattern.compile("\\(!\\(\\w+(?:-\\w+)?>=([^)]+)\\)\\)");

    private Unresolved() {}

    static Refusal refusal(String said) {
        var wanted = wanted(said);
        return new Refusal(
                Code.REQUIREMENT_MISSING,
                wanted.isEmpty()
                        ? "the bundle cannot be wired: " + said
                        : "the bundle needs " + wanted + ", and nothing it may be wired to offers that",
                "name the plugin that exports it in 'requires', in a version that fits; install and enable that first",
                Map.of("resolver", said));
    }

    private static String wanted(String said) {
        // The innermost requirement comes last: the first may only be the chain that leads to it.
        int at = said.lastIndexOf("missing requirement");
        var last = at < 0 ? said : said.substring(at);
        for (var kind : Map.of("package ", PACKAGE, "bundle ", BUNDLE).entrySet()) {
            var name = kind.getValue().matcher(last);
            if (name.find()) {
                return kind.getKey() + name.group(1) + range(last);
            }
        }
        return "";
    }

    private static String range(String filter) {
        var from = FROM.matcher(filter);
        if (!from.find()) {
            return "";
        }
        var to = TO.matcher(filter);
        return " [" + from.group(1) + "," + (to.find() ? to.group(1) : "") + ")";
    }
}

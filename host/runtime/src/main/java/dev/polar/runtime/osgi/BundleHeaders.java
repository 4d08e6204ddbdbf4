package dev.polar.runtime.osgi;

import static java.util.stream.Collectors.joining;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.HeaderClause;
import dev.polar.trust.container.JarFacts;
import dev.polar.trust.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * The headers the framework gets: written here, from what was read once, so that what nobody understood is not there. A
 * bundle has a name, the plugin's version, and packages.
 */
final class BundleHeaders {
    /** On top of what no jar may have: other ways to run, and other ways to meet. */
    private static final Map<String, String> FORBIDDEN = Map.of(
            "Service-Component",
            "declarative services are not run; the host loads entry.class",
            "Bundle-Blueprint",
            "blueprint is not run; the host loads entry.class",
            "ExtensionBundle-Activator",
            "nothing extends the framework",
            Constants.PROVIDE_CAPABILITY,
            "plugins meet as tools, and as packages of libraries");

    private static final String EXECUTION = "osgi.ee";

    private BundleHeaders() {}

    /**
     * The headers for one plugin.
     *
     * @throws Refusal {@code CODE_FORBIDDEN}; {@code MANIFEST_INVALID} if the jar is no bundle or OSGi would order the
     *     plugin's version differently
     */
    static Map<String, String> of(JarFacts facts, Manifest manifest) {
        var name = facts.symbolicName()
                .orElseThrow(() -> new Refusal(
                        Code.MANIFEST_INVALID,
                        "entry.runtime is osgi and the jar is no bundle: it has no Bundle-SymbolicName",
                        "build it with bnd (bnd-maven-plugin)",
                        Map.of("rule", "bundle")));
        FORBIDDEN.forEach((header, why) -> facts.header(header).ifPresent(text -> {
            throw forbidden(header, why);
        }));
        facts.header(Constants.REQUIRE_CAPABILITY).ifPresent(BundleHeaders::requireOnlyJava);
        var headers = new LinkedHashMap<String, String>();
        headers.put(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.put(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.put(Constants.BUNDLE_VERSION, manifest.version().toOsgi());
        put(headers, Constants.IMPORT_PACKAGE, facts.imports());
        put(headers, Constants.EXPORT_PACKAGE, facts.exports());
        put(headers, Constants.REQUIRE_BUNDLE, facts.requiredBundles());
        return Map.copyOf(headers);
    }

    private static void put(Map<String, String> headers, String name, List<HeaderClause> clauses) {
        if (!clauses.isEmpty()) {
            headers.put(name, clauses.stream().map(HeaderClause::toString).collect(joining(",")));
        }
    }

    /** bnd writes the Java version that the classes need; the JVM says that itself when it reads them. */
    private static void requireOnlyJava(String header) {
        for (var clause : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            var namespace = clause.split(";", 2)[0].strip();
            if (!namespace.equals(EXECUTION)) {
                throw forbidden(Constants.REQUIRE_CAPABILITY, "nothing provides '" + namespace + "' to plugins");
            }
        }
    }

    private static Refusal forbidden(String header, String why) {
        return new Refusal(
                Code.CODE_FORBIDDEN,
                "the bundle's header " + header + " is not for plugins: " + why,
                "remove it from the jar's build (for bnd: its instructions) and pack again",
                Map.of("header", header));
    }
}

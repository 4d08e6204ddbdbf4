package dev.polar.trust.container;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a jar may not ask for: each would give its code more than the manifest of the package says. */
final class CodeRules {
    private static final List<String> FORBIDDEN = List.of(
            "Fragment-Host", // joins another bundle's class loader
            "Bundle-NativeCode",
            "Bundle-Activator", // would run before the host has bound anything; the host loads the entry class
            "DynamicImport-Package", // wires at run time to what nobody has seen
            "Bundle-UpdateLocation");
    private static final String BUNDLE_CLASS_PATH = "Bundle-ClassPath";
    private static final String VERSIONS = "META-INF/versions/";
    private static final Pattern NESTED =
            Pattern.compile("(?i)((BOOT-INF|WEB-INF|META-INF)/)?lib/.*\\.(jar|zip|war|ear)");

    private CodeRules() {}

    static void requireAllowed(Archive jar, MainAttributes manifest) {
        for (var header : FORBIDDEN) {
            if (manifest.value(header).isPresent()) {
                throw forbidden(header, "is not for plugins");
            }
        }
        manifest.value(BUNDLE_CLASS_PATH)
                .filter(path -> !path.strip().equals("."))
                .ifPresent(path -> {
                    throw forbidden(
                            BUNDLE_CLASS_PATH, "may only be \".\"; put libraries beside the jar in dev.polar/code");
                });
        manifest.value("Class-Path").ifPresent(path -> requireNothingNested(jar, path));
        for (var entry : jar.entries()) {
            requireAllowed(entry.name());
        }
    }

    private static void requireAllowed(String entry) {
        // Class loaders find both without regard to case.
        if (entry.regionMatches(true, 0, VERSIONS, 0, VERSIONS.length())) {
            throw forbidden("META-INF/versions", "classes for other Java versions are not for plugins")
                    .with("entry", Names.printable(entry));
        }
        if (entry.equalsIgnoreCase(JarRepack.MANIFEST) && !entry.equals(JarRepack.MANIFEST)) {
            throw forbidden(JarRepack.MANIFEST, "is spelled in another case").with("entry", Names.printable(entry));
        }
        if (NESTED.matcher(entry).matches()) {
            throw forbidden("nested archive", "put libraries beside the jar in dev.polar/code")
                    .with("entry", Names.printable(entry));
        }
    }

    private static void requireNothingNested(Archive jar, String classPath) {
        for (var path : classPath.strip().split("\\s+")) {
            if (jar.find(path).isPresent()) {
                throw forbidden("Class-Path", "names an archive inside the jar").with("entry", Names.printable(path));
            }
        }
    }

    /** Nobody exports the platform's packages or the SPI's. */
    static void requireOwnExports(JarFacts facts) {
        for (var name : facts.exportedPackages()) {
            if (isIn(name, "java") || isIn(name, "dev.polar")) {
                throw forbidden("Export-Package", "may not export " + Names.printable(name));
            }
        }
    }

    static void requireWiring(JarFacts facts, Wiring wiring) {
        var own = facts.exportedPackages();
        for (var name : own) {
            if (wiring.taken().contains(name)) {
                throw forbidden("Export-Package", Names.printable(name) + " is exported by another installed plugin");
            }
        }
        for (var name : facts.importedPackages()) {
            if (!isIn(name, "java") && !own.contains(name) && !wiring.packages().contains(name)) {
                throw forbidden(
                        "Import-Package",
                        "asks for " + Names.printable(name)
                                + ", which neither the SPI nor a plugin in \"requires\" exports");
            }
        }
        for (var name : JarFacts.names(facts.requiredBundles())) {
            if (!wiring.bundles().contains(name)) {
                throw forbidden(
                        "Require-Bundle", "asks for " + Names.printable(name) + ", which is no plugin in \"requires\"");
            }
        }
    }

    private static boolean isIn(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }

    static Refusal forbidden(String header, String why) {
        return new Refusal(
                Code.CODE_FORBIDDEN,
                "A jar of the plugin is not allowed: " + header + " " + why + ".",
                "Remove it from the jar's build (for bnd: its instructions) and pack again.",
                Map.of("header", header));
    }
}

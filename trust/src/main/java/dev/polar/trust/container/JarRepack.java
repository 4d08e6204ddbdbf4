package dev.polar.trust.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes a parsed jar anew (the package format, section 5): stored, sorted by name, dated 1980-01-01, without signature
 * files, with a manifest of main attributes only and without those that reach beyond the plugin. What a plugin must not
 * ask for is refused. OSGi headers are written back from what was read, so that the framework reads nothing else.
 */
public final class JarRepack {
    static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String EXTENSIONS = "META-INF/extensions.idx";
    private static final Pattern SIGNATURE_FILE = Pattern.compile("(?i)META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)");

    private JarRepack() {}

    /**
     * Repacks a jar that becomes an OSGi bundle.
     *
     * @throws dev.polar.spi.Refusal {@code CODE_FORBIDDEN} with the detail {@code header}, and {@code entry} where an
     *     entry is meant
     */
    public static RepackedJar bundle(Archive jar, Wiring wiring) {
        return repack(jar, Optional.of(wiring));
    }

    /**
     * Repacks a jar that is only on a class path: a PF4J plugin, or a library beside either. No framework wires it, so
     * what its {@code Import-Package} and {@code Require-Bundle} name does not matter; every other rule holds.
     *
     * @throws dev.polar.spi.Refusal as {@link #bundle}
     */
    public static RepackedJar library(Archive jar) {
        return repack(jar, Optional.empty());
    }

    private static RepackedJar repack(Archive jar, Optional<Wiring> wiring) {
        var manifest = MainAttributes.of(jar);
        CodeRules.requireAllowed(jar, manifest);
        var facts = new JarFacts(
                manifest.kept(),
                manifest.clauses("Export-Package"),
                manifest.clauses("Import-Package"),
                manifest.clauses("Require-Bundle"),
                jar.find(EXTENSIONS).map(JarRepack::classNames).orElse(List.of()),
                packages(jar));
        CodeRules.requireOwnExports(facts);
        wiring.ifPresent(allowed -> CodeRules.requireWiring(facts, allowed));
        var entries = new ArrayList<Entry>();
        for (var entry : jar.entries()) {
            if (entry.name().equals(MANIFEST)) {
                entries.add(new Entry(MANIFEST, manifest.bytes()));
            } else if (!SIGNATURE_FILE.matcher(entry.name()).matches()) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return new RepackedJar(ZipWriter.stored(entries), facts);
    }

    private static List<String> classNames(Entry index) {
        return new String(index.bytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Set<String> packages(Archive jar) {
        var packages = new TreeSet<String>();
        for (var entry : jar.entries()) {
            int slash = entry.name().lastIndexOf('/');
            if (slash > 0 && entry.name().endsWith(".class") && !entry.name().startsWith("META-INF/")) {
                packages.add(entry.name().substring(0, slash).replace('/', '.'));
            }
        }
        return packages;
    }
}

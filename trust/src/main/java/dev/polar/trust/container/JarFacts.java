package dev.polar.trust.container;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a jar says about itself, read from the verified bytes and never through a class loader.
 *
 * @param headers the main manifest attributes that the repacked jar carries, names without regard to case
 * @param exports the clauses of {@code Export-Package}
 * @param imports the clauses of {@code Import-Package}
 * @param requiredBundles the clauses of {@code Require-Bundle}
 * @param extensions the class names in {@code META-INF/extensions.idx}, PF4J's index, in order
 * @param packages the packages that hold classes, sorted
 */
public record JarFacts(
        Map<String, String> headers,
        List<HeaderClause> exports,
        List<HeaderClause> imports,
        List<HeaderClause> requiredBundles,
        List<String> extensions,
        Set<String> packages) {
    public JarFacts {
        var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = Collections.unmodifiableMap(anyCase);
        exports = List.copyOf(exports);
        imports = List.copyOf(imports);
        requiredBundles = List.copyOf(requiredBundles);
        extensions = List.copyOf(extensions);
        packages = Collections.unmodifiableSet(new LinkedHashSet<>(packages));
    }

    /** A main manifest attribute. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The bundle's symbolic name without its parameters; absent in a jar that is no bundle. */
    public Optional<String> symbolicName() {
        return header("Bundle-SymbolicName").map(text -> text.split(";", 2)[0].strip());
    }

    /** The names in {@code Export-Package}. */
    public Set<String> exportedPackages() {
        return names(exports);
    }

    /** The names in {@code Import-Package}. */
    public Set<String> importedPackages() {
        return names(imports);
    }

    static Set<String> names(List<HeaderClause> clauses) {
        var names = new LinkedHashSet<String>();
        clauses.forEach(clause -> names.addAll(clause.names()));
        return Collections.unmodifiableSet(names);
    }
}

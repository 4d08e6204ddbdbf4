package dev.polar.runtime.java;

import static java.util.stream.Collectors.toCollection;

import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything a plugin sees besides its own code. The list is closed: what is not on it is not there. */
public final class SharedClasses {
    /** Packages of the host, each with the reason why both sides must have the same classes. */
    private static final SortedMap<String, String> PACKAGES = new TreeMap<>(Map.of(
            "dev.polar.spi", "what plugin and host say to each other",
            "dev.polar.spi.channel", "what channel adapter and host say to each other",
            "dev.polar.spi.audit", "what sinks are handed",
            "dev.polar.spi.policy", "what rule and host say to each other"));

    /** Single classes of the host. */
    private static final Map<String, String> CLASSES =
            Map.of("org.pf4j.Extension", "the mark on a PF4J plugin's class; nothing else of PF4J is shared");

    /**
     * The modules of the JDK that plugins get. Not among them: compiling and scripting, instrumentation and management of
     * the whole JVM, remote objects, and everything that is not {@code java.}.
     */
    private static final Set<String> MODULES = Set.of(
            "java.base",
            "java.datatransfer",
            "java.desktop",
            "java.logging",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.transaction.xa",
            "java.xml",
            "java.xml.crypto");

    private static final SortedSet<String> JDK = ModuleLayer.boot().modules().stream()
            .filter(module -> MODULES.contains(module.getName()))
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(toCollection(TreeSet::new));

    private SharedClasses() {}

    /** Packages of polar-spi. */
    public static Set<String> spiPackages() {
        return PACKAGES.keySet();
    }

    /** Packages of the JDK. */
    public static SortedSet<String> jdkPackages() {
        return JDK;
    }

    /** Whether the host's own class of that name is the plugin's too. */
    static boolean fromHost(String className) {
        return PACKAGES.containsKey(packageOf(className)) || CLASSES.containsKey(className);
    }

    /** Whether the JDK's class of that name is the plugin's too. */
    static boolean fromJdk(String className) {
        return JDK.contains(packageOf(className));
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }
}

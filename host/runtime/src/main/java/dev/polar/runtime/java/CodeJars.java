package dev.polar.runtime.java;

import dev.polar.runtime.PackageContent;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.JarFacts;
import dev.polar.trust.container.JarRepack;
import dev.polar.trust.container.RepackedJar;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.manifest.Entrypoint;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The class path of a package: the entry's jar, then the others in name order, each re-packed from what was parsed. Class
 * loaders see these bytes and nothing else, and none of them ever parses a jar.
 */
public final class CodeJars {
    private static final String SERVICES = "META-INF/services/";

    /** What only the host brings, and how an author leaves it out. */
    private static final Map<String, String> THE_HOSTS = Map.of(
            "dev/polar/spi/", "give dev.polar:polar-spi the scope 'provided'",
            "org/pf4j/", "give org.pf4j:pf4j the scope 'provided'");

    private final JarFacts facts;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private CodeJars(JarFacts facts) {
        this.facts = facts;
    }

    /**
     * Reads the jars.
     *
     * @param repack what the format makes of the entry's jar; the others are libraries beside it
     * @throws Refusal {@code CODE_FORBIDDEN}, {@code CONTAINER_MALFORMED}, {@code DIGEST_MISMATCH}
     */
    public static CodeJars of(PackageContent content, Entrypoint entry, Function<Archive, RepackedJar> repack) {
        var first = repack.apply(StrictZip.readJar(content.entry(entry.path())));
        var jars = new CodeJars(first.facts());
        jars.add(entry.path(), first);
        for (var name : content.entries()) {
            if (name.startsWith(Entrypoint.CODE) && name.endsWith(".jar") && !name.equals(entry.path())) {
                jars.add(name, JarRepack.library(StrictZip.readJar(content.entry(name))));
            }
        }
        return jars;
    }

    private void add(String jar, RepackedJar repacked) {
        for (var file : StrictZip.readJar(repacked.bytes()).entries()) {
            requireNotTheHosts(jar, file.name());
            files.merge(
                    file.name(),
                    file.bytes(),
                    (before, after) -> file.name().startsWith(SERVICES) ? lines(before, after) : before);
        }
    }

    private static void requireNotTheHosts(String jar, String file) {
        THE_HOSTS.forEach((folder, fix) -> {
            if (file.startsWith(folder)) {
                throw new Refusal(
                        Code.CODE_FORBIDDEN,
                        jar + " brings " + file + ", which is the host's to bring",
                        fix + " and pack again",
                        Map.of("entry", jar));
            }
        });
    }

    /** Two jars that provide one service both count, as on any class path. */
    private static byte[] lines(byte[] before, byte[] after) {
        var both = new ByteArrayOutputStream(before.length + after.length + 1);
        both.writeBytes(before);
        both.write('\n');
        both.writeBytes(after);
        return both.toByteArray();
    }

    /** What the entry's jar says about itself. */
    public JarFacts facts() {
        return facts;
    }

    /** A class file or resource by its path; the first jar that has it wins. Nobody writes into it. */
    public Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** All paths. */
    public Set<String> paths() {
        return files.keySet();
    }
}

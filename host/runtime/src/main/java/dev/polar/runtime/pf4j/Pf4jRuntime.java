package dev.polar.runtime.pf4j;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.java.CodeJars;
import dev.polar.runtime.java.Contract;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.java.SpiVersion;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.container.JarFacts;
import dev.polar.trust.container.JarRepack;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.VersionRange;
import java.time.InstantSource;
import java.util.Map;

/** PF4J plugins: plain jars whose annotation processor has written down which class is the extension. */
public final class Pf4jRuntime implements ModuleRuntime {
    private static final String REQUIRES = "Plugin-Requires";

    private final InstantSource clock;

    public Pf4jRuntime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void check(PackageContent content) {
        read(content);
    }

    private static CodeJars read(PackageContent content) {
        var manifest = content.manifest();
        SpiVersion.require(manifest);
        var entry = manifest.entry().orElseThrow(() -> new IllegalArgumentException("no PF4J plugin"));
        var jars = CodeJars.of(content, entry, JarRepack::library);
        requireSameRange(jars.facts(), manifest);
        if (jars.facts().extensions().isEmpty()) {
            throw Pf4jCode.missing(entry.jar() + " has no META-INF/extensions.idx that names a class");
        }
        return jars;
    }

    /** PF4J would not check it (its system version is 0.0.0), so nobody may believe it is. */
    private static void requireSameRange(JarFacts facts, Manifest manifest) {
        facts.header(REQUIRES).filter(text -> !same(text, manifest)).ifPresent(text -> {
            throw new Refusal(
                    Code.CODE_FORBIDDEN,
                    REQUIRES + " says '" + text + "', and plugin.json another range of polar-spi",
                    "leave " + REQUIRES + " out of the jar's manifest; plugin.json has 'spi'",
                    Map.of("header", REQUIRES));
        });
    }

    private static boolean same(String text, Manifest manifest) {
        try {
            return manifest.spi()
                    .filter(VersionRange.parse(text.strip())::equals)
                    .isPresent();
        } catch (Refusal unreadable) {
            return false;
        }
    }

    @Override
    public JavaGeneration load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        var contract = Contract.of(content.manifest());
        var jars = read(content);
        var loader = new VerifiedLoader("polar:" + id.plugin() + "@" + id.digest(), jars);
        var plugin = new OnePlugin(content.manifest(), loader, jars.facts().extensions());
        plugin.begin();
        return JavaGeneration.start(
                id, contract, new Pf4jCode(plugin, loader, jars.facts().extensions()), host.context(), clock);
    }
}
